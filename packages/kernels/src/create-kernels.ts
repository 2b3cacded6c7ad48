import { arenaBytes } from './arena-layout.ts';
import { ArenaPool } from './arena-pool.ts';
import { type Block, createPlainBlocks, MemoryBlocks } from './blocks.ts';
import type { KernelMemory, Kernels } from './contract.ts';
import { instantiate } from './instance.ts';
import { createPlainKernels } from './plain-kernels.ts';
import { createWasmKernels, scratchBytes } from './wasm-kernels.ts';

export interface KernelOptions {
  /** Most bytes of memory; default 256 MB. */
  readonly maximumBytes?: number;
  /** Memory of other kernels to share: each claims parts of its own, and views of one are known to the other. */
  readonly memory?: KernelMemory;
  /** Most arenas; default half of the memory. */
  readonly maximumArenas?: number;
  /** Fills freed arenas with 0xDD, so that tests see a use after free. */
  readonly isPoisoning?: boolean;
  /** Uses the TypeScript twins even where WebAssembly with SIMD is there. */
  readonly isPlain?: boolean;
}

const defaultBytes = 256 * 1024 * 1024;
/** The front of the memory: the word that says what is claimed, and nothing that could be taken for a null pointer. */
const headerBytes = 1024;

/**
 * Makes the kernels and their memory.
 *
 * @example
 * const kernels = createKernels();
 * const arena = kernels.arenas.take();
 */
export function createKernels(options: KernelOptions = {}): Kernels {
  const maximumBytes = options.maximumBytes ?? defaultBytes;
  const arenaOptions = {
    maximumArenas: options.maximumArenas ?? Math.max(Math.floor(maximumBytes / 2 / arenaBytes), 1),
    isPoisoning: options.isPoisoning === true,
  };
  const plainBlocks = createPlainBlocks(maximumBytes);
  const plain = createPlainKernels(plainBlocks, new ArenaPool(plainBlocks, arenaOptions));
  const instance = options.isPlain ? undefined : instantiate(maximumBytes, options.memory);
  if (!instance) return plain;
  const blocks = new MemoryBlocks(instance.memory, maximumBytes, headerBytes);
  const scratch: Block | undefined = blocks.take(scratchBytes);
  if (!scratch) return plain;
  const arenas = new ArenaPool(blocks, arenaOptions);
  return createWasmKernels({ ...instance, blocks, arenas, scratch, plain });
}
