import { isUtf8 } from 'node:buffer';
import { FileReader } from '@sluice/connectors';
import { type BytesColumn, findByte, type Slab, type TaskContext } from '@sluice/runtime';

const slabBytes = 256 * 1024;
/** Lines found in one look at a slab. */
const indexLines = 8192;

/** One event of a file: bytes in UTF-8, and the position after it in the file. */
export interface FileLine {
  readonly body: Uint8Array;
  readonly end: number;
}

export interface LineDeserializerOptions {
  /** Characters of one event. */
  readonly maxLineLength: number;
  readonly charset: 'utf-8' | 'iso-8859-1' | 'us-ascii';
  readonly onBroken: 'FAIL' | 'REPLACE' | 'IGNORE';
}

/** Where lines are kept and found. */
export type Memory = Pick<TaskContext, 'slabs' | 'kernels'>;

interface LineIndex {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** A file whose bytes are no text in the charset asked for; Flume stops reading for good. */
export class BrokenTextError extends Error {
  readonly code = 'RUN_TEXT_BROKEN';
}

/**
 * Flume's LINE deserializer. A line longer than the limit comes as several events; one that fills the last of
 * them exactly is followed by an empty event, as in Flume. Carriage returns stay.
 */
export class LineDeserializer {
  readonly #file: FileReader;
  readonly #options: LineDeserializerOptions;
  readonly #memory: Memory;
  /** Batches hold views of it: it is not written to before `#filled` again. */
  #slab: Slab;
  #bytes: Uint8Array;
  /** Bytes of the file in `#bytes`: from `#at` to `#filled`; `#at` lies at `position` in the file. */
  #at = 0;
  #filled = 0;
  position: number;
  /** Lines found ahead in `#bytes`, all shorter than the limit: from `#line` to `#lines` they are still to be given. */
  #index: LineIndex | undefined;
  #line = 0;
  #lines = 0;
  #isAscii = false;

  constructor(path: string, position: number, options: LineDeserializerOptions, memory: Memory) {
    this.#file = new FileReader(path, position);
    this.#options = options;
    this.#memory = memory;
    this.#slab = memory.slabs.take(slabBytes);
    this.#bytes = this.#slab.bytes;
    this.position = position;
  }

  status(): { readonly size: number; readonly changedMs: number } {
    return this.#file.status();
  }

  /**
   * Up to `most` events at once, as views of the bytes read, and the slab they lie in, held once for the caller:
   * whole lines shorter than the limit, of text that needs no repair. Undefined when the next event is none of these;
   * `read` gives it.
   */
  readMany(most: number): { readonly lines: BytesColumn; readonly slab: Slab } | undefined {
    if (this.#line === this.#lines) this.#findLines();
    const index = this.#index;
    const count = Math.min(most, this.#lines - this.#line);
    if (index === undefined || count === 0) return undefined;
    const [from, to] = [this.#line, this.#line + count];
    const end = (index.ends[to - 1] as number) + 1;
    if (!this.#isAscii && !this.#isPlainText(this.#bytes.subarray(this.#at, end))) return undefined;
    this.position += end - this.#at;
    this.#at = end;
    this.#line = to;
    this.#slab.retain();
    return {
      slab: this.#slab,
      lines: {
        kind: 'bytes',
        bytes: this.#bytes,
        starts: index.starts.subarray(from, to),
        ends: index.ends.subarray(from, to),
        isAscii: this.#isAscii,
        gap: 1,
      },
    };
  }

  #isPlainText(bytes: Uint8Array): boolean {
    return this.#options.charset === 'utf-8' && isUtf8(bytes);
  }

  #findLines(): void {
    const { maxLineLength } = this.#options;
    this.#fill(maxLineLength * 4 + 4);
    this.#line = this.#lines = 0;
    const first = findByte(this.#bytes.subarray(0, this.#filled), 10, this.#at);
    // No text has more characters than bytes, so shorter lines are all below the limit.
    if (first < 0 || first - this.#at >= maxLineLength) return;
    const starts = this.#slab.uint32(indexLines);
    const ends = this.#slab.uint32(indexLines);
    this.#index = { starts, ends };
    const { kernels } = this.#memory;
    const found = kernels.lines({ bytes: this.#bytes, from: this.#at, to: this.#filled }, this.#index);
    this.#isAscii = found.isAscii;
    let count = 0;
    while (count < found.rows && (ends[count] as number) - (starts[count] as number) < maxLineLength) count++;
    this.#lines = count;
  }

  /** The next event, or undefined at the end of the file. */
  read(): FileLine | undefined {
    const max = this.#options.maxLineLength;
    // No character takes more than four bytes, so this much holds the longest event and its line end.
    this.#fill(max * 4 + 4);
    if (this.#filled === this.#at) return undefined;
    const view = this.#bytes.subarray(this.#at, this.#filled);
    const newline = findByte(view, 10, 0);
    const line = view.subarray(0, newline < 0 ? Math.min(view.length, max * 4) : newline);
    const { length, text } = this.#cut(line, max);
    // Exactly at the limit the line end is left for the next event, which is then empty.
    const takesLineEnd = length === line.length && newline >= 0 && this.#characters(line, text) < max;
    const used = length + (takesLineEnd ? 1 : 0);
    this.#at += used;
    this.position += used;
    if (this.#line < this.#lines && this.#at === (this.#index?.ends[this.#line] as number) + 1) this.#line++;
    else this.#line = this.#lines = 0;
    return {
      body: text === undefined ? line.slice(0, length) : Buffer.from(text, 'utf8'),
      end: this.position,
    };
  }

  close(): void {
    this.#slab.release();
    this.#file.close();
  }

  #characters(line: Uint8Array, text: string | undefined): number {
    return text === undefined ? line.length : text.length;
  }

  /** The part of a line that fits into one event: its bytes in the file, and its text unless they are ASCII. */
  #cut(line: Uint8Array, max: number): { readonly length: number; readonly text: string | undefined } {
    if (line.every((byte) => byte < 0x80)) return { length: Math.min(line.length, max), text: undefined };
    const { charset } = this.#options;
    if (charset !== 'utf-8') return this.#cutSingleBytes(line.subarray(0, max));
    let text = '';
    let at = 0;
    while (at < line.length && text.length < max) {
      const { length, point } = decodePoint(line, at);
      if (point === undefined) text += this.#broken();
      else {
        const character = String.fromCodePoint(point);
        if (text.length + character.length > max) break;
        text += character;
      }
      at += length;
    }
    return { length: at, text };
  }

  #cutSingleBytes(line: Uint8Array): { readonly length: number; readonly text: string } {
    let text = '';
    for (const byte of line) {
      if (byte < 0x80 || this.#options.charset === 'iso-8859-1') text += String.fromCharCode(byte);
      else text += this.#broken();
    }
    return { length: line.length, text };
  }

  #broken(): string {
    const { onBroken, charset } = this.#options;
    if (onBroken === 'REPLACE') return '\uFFFD';
    if (onBroken === 'IGNORE') return '';
    throw new BrokenTextError(
      `${this.#file.path} is not ${charset} text at byte ${this.position} or after it.`,
    );
  }

  #fill(wanted: number): void {
    if (this.#filled - this.#at >= wanted) return;
    const rest = this.#bytes.subarray(this.#at, this.#filled);
    const before = this.#slab;
    this.#slab = this.#memory.slabs.take(Math.max(slabBytes, wanted * 2));
    this.#bytes = this.#slab.bytes;
    this.#bytes.set(rest);
    before.release();
    this.#line = this.#lines = 0;
    this.#filled = rest.length;
    this.#at = 0;
    while (this.#filled < wanted) {
      const count = this.#file.read(this.#bytes.subarray(this.#filled));
      if (count === 0) return;
      this.#filled += count;
    }
  }
}

/** The code point at a place, undefined when the bytes there are none. */
function decodePoint(
  bytes: Uint8Array,
  at: number,
): { readonly length: number; readonly point: number | undefined } {
  const first = bytes[at] as number;
  if (first < 0x80) return { length: 1, point: first };
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const part = Buffer.from(bytes.subarray(at, at + length)).toString('utf8');
  const isWhole = first >= 0xc2 && first <= 0xf4 && !part.includes('\uFFFD');
  const isLiteral = length === 3 && first === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd;
  if (isWhole || isLiteral) return { length, point: part.codePointAt(0) };
  return { length: 1, point: undefined };
}
