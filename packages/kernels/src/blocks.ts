import { guardBytes } from './arena-layout.ts';
import type { KernelMemory } from './contract.ts';

/** A run of bytes that belongs to one owner. */
export interface Block {
  readonly buffer: ArrayBufferLike;
  readonly offset: number;
  readonly length: number;
}

/** Hands out blocks. */
export interface Blocks {
  /** A block of at least `bytes` (its contents are whatever was there), or undefined when memory is used up. */
  take(bytes: number): Block | undefined;
  give(block: Block): void;
}

/** Blocks as plain buffers, up to a number of bytes. */
export function createPlainBlocks(maximumBytes: number): Blocks {
  let used = 0;
  return {
    take(bytes) {
      if (used + bytes > maximumBytes) return undefined;
      used += bytes;
      return { buffer: new ArrayBuffer(bytes), offset: 0, length: bytes };
    },
    give(block) {
      used -= block.length;
    },
  };
}

const unit = 64 * 1024;
/** Least growth: the memory grows in few steps, each of which makes a new buffer object. */
const leastGrowth = 8 * 1024 * 1024;

/**
 * Blocks of a shared memory that this instance owns. The first word of the memory says how much of it has been claimed
 * by all instances; what one claims it keeps on its own list of free runs. A taken block is followed by at least
 * `guardBytes` that may be read.
 */
export class MemoryBlocks implements Blocks {
  readonly #memory: KernelMemory;
  readonly #maximumBytes: number;
  /** Free runs, ascending, never touching each other. */
  #free: { offset: number; length: number }[] = [];
  readonly #known = new WeakSet<ArrayBufferLike>();
  #buffer: ArrayBufferLike;

  constructor(memory: KernelMemory, maximumBytes: number, firstFree: number) {
    this.#memory = memory;
    this.#maximumBytes = maximumBytes;
    this.#buffer = memory.buffer;
    this.#known.add(this.#buffer);
    Atomics.compareExchange(this.#claimed(), 0, 0, Math.ceil(firstFree / unit) * unit);
  }

  /** The buffer as it is now. */
  get buffer(): ArrayBufferLike {
    return this.#buffer;
  }

  /** Says whether a view's buffer is this memory, also as it was before it grew. */
  owns(buffer: ArrayBufferLike): boolean {
    return buffer === this.#buffer || this.#known.has(buffer) || (this.#refresh() && buffer === this.#buffer);
  }

  take(bytes: number): Block | undefined {
    const length = Math.ceil((bytes + guardBytes) / unit) * unit;
    // A block whose size is a whole number of units carries its guard inside (arenas do).
    const wanted = bytes % unit === 0 ? bytes : length;
    const at = this.#free.findIndex((run) => run.length >= wanted);
    if (at < 0) return this.#claim(wanted) ? this.take(bytes) : undefined;
    const run = this.#free[at] as { offset: number; length: number };
    const block = { buffer: this.#buffer, offset: run.offset, length: wanted };
    if (run.length === wanted) this.#free.splice(at, 1);
    else this.#free[at] = { offset: run.offset + wanted, length: run.length - wanted };
    return block;
  }

  give(block: Block): void {
    const runs = [...this.#free, { offset: block.offset, length: block.length }].sort(
      (a, b) => a.offset - b.offset,
    );
    this.#free = [];
    for (const run of runs) {
      const last = this.#free.at(-1);
      if (last && last.offset + last.length === run.offset) last.length += run.length;
      else this.#free.push({ ...run });
    }
  }

  /** Claims a run from the common memory, which grows when it must. */
  #claim(bytes: number): boolean {
    for (;;) {
      const end = Atomics.load(this.#claimed(), 0) >>> 0;
      const next = end + bytes;
      // The last unit stays unclaimed: what is read after the end of a block is memory still.
      if (next + unit > this.#maximumBytes) return false;
      if (next + unit > this.#memory.buffer.byteLength && !this.#grow(next + unit)) return false;
      if (Atomics.compareExchange(this.#claimed(), 0, end, next) === end) {
        this.#refresh();
        this.give({ buffer: this.#buffer, offset: end, length: bytes });
        return true;
      }
    }
  }

  #grow(atLeast: number): boolean {
    const now = this.#memory.buffer.byteLength;
    const target = Math.min(Math.max(atLeast, now + leastGrowth), this.#maximumBytes);
    try {
      this.#memory.grow(Math.ceil((target - now) / unit));
    } catch {
      return this.#memory.buffer.byteLength >= atLeast;
    }
    return true;
  }

  #refresh(): boolean {
    if (this.#memory.buffer === this.#buffer) return false;
    this.#buffer = this.#memory.buffer;
    this.#known.add(this.#buffer);
    return true;
  }

  #claimed(): Int32Array {
    return new Int32Array(this.#memory.buffer, 0, 1);
  }
}
