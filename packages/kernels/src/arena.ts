import { arenaBytes, guardBytes, textBytes } from './arena-layout.ts';
import type { Block } from './blocks.ts';
import { KernelError } from './errors.ts';

const alignment = 16;

/**
 * A block of memory with a text at its front and room for indices and columns behind it, handed out from front to
 * back. Lives as long as somebody holds a reference; then everything in it is gone at once.
 */
export class Arena {
  /** The text area, always of the same length. */
  readonly text: Uint8Array;
  readonly #block: Block;
  readonly #isPoisoning: boolean;
  readonly #onFree: (arena: Arena) => void;
  #used = textBytes + guardBytes;
  #references = 0;
  #generation = 0;

  constructor(block: Block, isPoisoning: boolean, onFree: (arena: Arena) => void) {
    this.#block = block;
    this.#isPoisoning = isPoisoning;
    this.#onFree = onFree;
    this.text = new Uint8Array(block.buffer, block.offset, textBytes);
  }

  /** Goes up by one whenever the arena is freed. */
  get generation(): number {
    return this.#generation;
  }

  get references(): number {
    return this.#references;
  }

  /** Bytes that can still be handed out. */
  get room(): number {
    return arenaBytes - guardBytes - this.#used;
  }

  uint32(length: number): Uint32Array | undefined {
    const at = this.#take(length * 4);
    return at < 0 ? undefined : new Uint32Array(this.#block.buffer, at, length);
  }

  int32(length: number): Int32Array | undefined {
    const at = this.#take(length * 4);
    return at < 0 ? undefined : new Int32Array(this.#block.buffer, at, length);
  }

  float64(length: number): Float64Array | undefined {
    const at = this.#take(length * 8);
    return at < 0 ? undefined : new Float64Array(this.#block.buffer, at, length);
  }

  bytes(length: number): Uint8Array | undefined {
    const at = this.#take(length);
    return at < 0 ? undefined : new Uint8Array(this.#block.buffer, at, length);
  }

  /** Where the next array would go; `rewind` with it gives back what was handed out since. */
  mark(): number {
    return this.#used;
  }

  rewind(mark: number): void {
    if (mark < textBytes + guardBytes || mark > this.#used)
      throw new KernelError('KERNEL_ARENA_MARK', 'This mark is not one of this use of the arena');
    this.#used = mark;
  }

  retain(): void {
    this.#references++;
  }

  release(): void {
    if (this.#references === 0)
      throw new KernelError('KERNEL_ARENA_RELEASED', 'An arena was released more often than retained');
    if (--this.#references > 0) return;
    this.#generation++;
    this.#used = textBytes + guardBytes;
    if (this.#isPoisoning) new Uint8Array(this.#block.buffer, this.#block.offset, arenaBytes).fill(0xdd);
    this.#onFree(this);
  }

  /** Offset of the taken bytes in the buffer, or -1 when there is no room. Contents are whatever was there before. */
  #take(bytes: number): number {
    if (bytes > this.room) return -1;
    const at = this.#block.offset + this.#used;
    this.#used += Math.ceil(bytes / alignment) * alignment;
    return at;
  }
}
