import type { Kernels } from '@sluice/kernels';
import type { BytesColumn } from './batch.ts';
import { heapSlabs, type Slab, type SlabPool } from './slab.ts';
import { copyBytes, findByte, isAscii } from './text.ts';

const newline = 10;

/** Splits a whole byte string into lines; a last line without `\n` counts. */
export function splitLines(bytes: Uint8Array): BytesColumn {
  const marks = new LineMarks();
  let from = 0;
  for (;;) {
    const at = findByte(bytes, newline, from);
    if (at < 0) break;
    marks.add(from, at);
    from = at + 1;
  }
  if (from < bytes.length) marks.add(from, bytes.length);
  return marks.column(bytes);
}

/** Written anew by each search for lines and read before the next: searching is synchronous, and lines are copied out. */
let starts = new Uint32Array(1024);
let ends = new Uint32Array(1024);

/** Line starts and ends as they are found. */
class LineMarks {
  count = 0;

  add(start: number, end: number): void {
    if (this.count === starts.length) {
      starts = grown(starts);
      ends = grown(ends);
    }
    starts[this.count] = start;
    ends[this.count] = end;
    this.count++;
  }

  column(bytes: Uint8Array): BytesColumn {
    const from = this.count === 0 ? 0 : (starts[0] as number);
    const end = this.count === 0 ? 0 : (ends[this.count - 1] as number);
    return {
      kind: 'bytes',
      bytes,
      starts: starts.slice(0, this.count),
      ends: ends.slice(0, this.count),
      isAscii: isAscii(bytes.subarray(from, end)),
    };
  }
}

function grown(list: Uint32Array): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(list.length * 2);
  next.set(list);
  return next;
}

export interface LineSplitterOptions {
  /** Longest line kept whole, in bytes without `\n`; default 1 MiB. */
  readonly maxLine?: number;
  /**
   * What happens to a longer one. `cut` (default): pieces of `maxLine`. `cut-at-limit`: the same, but a line that
   * just fits is followed by an empty one (Flume's line deserializer). `truncate`: the rest is thrown away.
   */
  readonly overlong?: 'cut' | 'cut-at-limit' | 'truncate';
  /** Bytes read into one slab; default 256 KB. */
  readonly slabBytes?: number;
  /**
   * Slabs that are used again, and kernels that find lines in them. Every column handed out is then a view of `slab`:
   * whoever passes it on retains that for the batch.
   */
  readonly memory?: { readonly slabs: SlabPool; readonly kernels: Kernels };
}

/** Most lines the kernel is asked for at once. */
const mostAtOnce = 4096;

/**
 * Finds lines in bytes that arrive in pieces, in slabs that batches keep a view of. Bytes are written straight into
 * `space()`, so a file or socket read costs no extra copy. Memory is bounded by slab size and longest line.
 *
 * @example
 * const splitter = new LineSplitter();
 * splitter.filled(readSync(fd, splitter.space()));
 * const lines = splitter.take(1000); // undefined when no line is complete
 */
export class LineSplitter {
  readonly #maxLine: number;
  readonly #isCut: boolean;
  /** A line is too long from this many bytes on. */
  readonly #limit: number;
  readonly #slabBytes: number;
  readonly #kernels: Kernels | undefined;
  readonly #slabs: SlabPool;
  #held: Slab;
  #slab: Uint8Array;
  /** Bytes of the slab that are filled, scanned for `\n`, and handed out, in that order: taken <= scanned <= filled. */
  #filled = 0;
  #scanned = 0;
  #taken = 0;
  #isSkipping = false;
  /** Bytes dropped from the front of lines that were too long (mode `truncate`). */
  droppedBytes = 0;

  constructor(options: LineSplitterOptions = {}) {
    this.#maxLine = options.maxLine ?? 1024 * 1024;
    this.#isCut = options.overlong !== 'truncate';
    this.#limit = options.overlong === 'cut-at-limit' ? this.#maxLine : this.#maxLine + 1;
    this.#slabBytes = Math.max(options.slabBytes ?? 256 * 1024, 16);
    this.#kernels = options.memory?.kernels;
    this.#slabs = options.memory?.slabs ?? heapSlabs;
    this.#held = this.#slabs.take(this.#slabBytes);
    this.#slab = this.#held.bytes;
  }

  /** Room to write the next bytes into; never empty. */
  space(): Uint8Array {
    if (this.#slab.length - this.#filled < this.#slabBytes / 8) this.#renew();
    return this.#slab.subarray(this.#filled);
  }

  /** Says how many bytes were written into `space()`. */
  filled(count: number): void {
    this.#filled += count;
  }

  /** Copies bytes in; for callers that cannot read into `space()`. */
  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      const space = this.space();
      const count = Math.min(space.length, bytes.length - at);
      space.set(bytes.subarray(at, at + count));
      this.filled(count);
      at += count;
    }
  }

  /** Bytes that belong to no line handed out yet, the unfinished last line included. */
  get pendingBytes(): number {
    return this.#filled - this.#taken;
  }

  /** The memory the lines handed out last lie in. */
  get slab(): Slab {
    return this.#held;
  }

  /** Up to `max` complete lines, or undefined when there is none. */
  take(max: number): BytesColumn | undefined {
    // Nothing here can be too long.
    const isPlain = this.#filled - this.#taken < this.#limit && !this.#isSkipping;
    return this.#kernels && isPlain ? this.#takeByKernel(this.#kernels, max) : this.#takeByLine(max);
  }

  /** Tells that nothing is read any more. */
  close(): void {
    this.#held.release();
  }

  #takeByKernel(kernels: Kernels, max: number): BytesColumn | undefined {
    const most = Math.min(max, mostAtOnce);
    // A line takes a byte at least; arrays are not made when there cannot be any.
    if (this.#scanned === this.#filled) return undefined;
    const starts = this.#held.uint32(most);
    const ends = this.#held.uint32(most);
    const found = kernels.lines({ bytes: this.#slab, from: this.#taken, to: this.#filled }, { starts, ends });
    if (found.rows < most) this.#scanned = this.#filled;
    if (found.rows === 0) return undefined;
    this.#taken = found.end;
    if (this.#scanned < found.end) this.#scanned = found.end;
    return {
      kind: 'bytes',
      bytes: this.#slab,
      starts: starts.subarray(0, found.rows),
      ends: ends.subarray(0, found.rows),
      isAscii: found.isAscii,
      gap: 1,
    };
  }

  #takeByLine(max: number): BytesColumn | undefined {
    const marks = new LineMarks();
    const slab = this.#slab;
    const view = this.#filled === slab.length ? slab : slab.subarray(0, this.#filled);
    while (marks.count < max) {
      const at = findByte(view, newline, this.#scanned);
      const end = at < 0 ? this.#filled : at;
      if (end - this.#taken >= this.#limit) {
        this.#overlong(marks, at);
        if (at < 0 && this.#filled - this.#taken < this.#limit) break;
        continue;
      }
      this.#scanned = end;
      if (at < 0) break;
      if (this.#isSkipping) this.#isSkipping = false;
      else marks.add(this.#taken, at);
      this.#scanned = at + 1;
      this.#taken = at + 1;
    }
    return this.#column(marks);
  }

  /** The last line when the input ends without `\n`, or undefined. */
  end(): BytesColumn | undefined {
    const marks = new LineMarks();
    if (this.#filled > this.#taken && !this.#isSkipping) marks.add(this.#taken, this.#filled);
    this.#isSkipping = false;
    this.#taken = this.#scanned = this.#filled;
    return this.#column(marks);
  }

  /** Forgets everything not handed out. */
  reset(): void {
    this.#taken = this.#scanned = this.#filled;
    this.#isSkipping = false;
  }

  #overlong(marks: LineMarks, newlineAt: number): void {
    const end = this.#taken + this.#maxLine;
    if (this.#isCut) {
      marks.add(this.#taken, end);
      this.#taken = this.#scanned = end;
      return;
    }
    if (!this.#isSkipping) marks.add(this.#taken, end);
    const rest = newlineAt < 0 ? this.#filled : newlineAt;
    this.droppedBytes += rest - (this.#isSkipping ? this.#taken : end);
    this.#isSkipping = newlineAt < 0;
    this.#taken = this.#scanned = newlineAt < 0 ? rest : newlineAt + 1;
  }

  #column(marks: LineMarks): BytesColumn | undefined {
    if (marks.count === 0) return undefined;
    return marks.column(this.#slab);
  }

  #renew(): void {
    const rest = this.#filled - this.#taken;
    const next = this.#slabs.take(Math.max(this.#slabBytes, rest * 2));
    copyBytes(this.#slab, { start: this.#taken, end: this.#filled }, next.bytes, 0);
    this.#held.release();
    this.#held = next;
    this.#slab = next.bytes;
    this.#scanned -= this.#taken;
    this.#taken = 0;
    this.#filled = rest;
  }
}
