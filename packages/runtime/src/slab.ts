import { type Kernels, textBytes } from '@sluice/kernels';

/**
 * Memory that batches are views of. Whoever keeps a batch past the call that handed it over retains its slab and
 * releases it when the batch is gone; a slab nobody holds is written over. Operators and sinks keep nothing and need
 * not care; a batch made of another carries its slab along as long as it has columns in it.
 */
export interface Slab {
  /** Where text goes. */
  readonly bytes: Uint8Array;
  /** An index array that lives as long as the slab; contents are undefined. */
  uint32(length: number): Uint32Array;
  retain(): void;
  release(): void;
}

/** Gives slabs; they start with one holder, the taker. */
export interface SlabPool {
  take(bytes: number): Slab;
}

/** Slabs of ordinary memory, collected as garbage: nobody has to count holders. */
export const heapSlabs: SlabPool = {
  take: (bytes) => ({
    bytes: new Uint8Array(bytes),
    uint32: (length) => new Uint32Array(length),
    retain: () => undefined,
    release: () => undefined,
  }),
};

/** Slabs that kernels reach and that are used again; what is too large or too much is ordinary memory. */
export function kernelSlabs(kernels: Kernels): SlabPool {
  return {
    take(bytes) {
      const arena = bytes <= textBytes ? kernels.arenas.take() : undefined;
      if (!arena) return heapSlabs.take(bytes);
      return {
        bytes: arena.text,
        uint32: (length) => arena.uint32(length) ?? new Uint32Array(length),
        retain: () => arena.retain(),
        release: () => arena.release(),
      };
    },
  };
}
