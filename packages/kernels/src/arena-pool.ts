import { Arena } from './arena.ts';
import { arenaBytes } from './arena-layout.ts';
import type { Block, Blocks } from './blocks.ts';

export interface ArenaPoolOptions {
  readonly maximumArenas: number;
  /** Fills freed arenas with 0xDD, so that tests see a use after free. */
  readonly isPoisoning: boolean;
}

/** Arenas of one size, used again in the order that keeps caches warm: the last one freed goes out first. */
export class ArenaPool {
  readonly #blocks: Blocks;
  readonly #options: ArenaPoolOptions;
  readonly #free: Arena[] = [];
  #made = 0;

  constructor(blocks: Blocks, options: ArenaPoolOptions) {
    this.#blocks = blocks;
    this.#options = options;
  }

  /** An empty arena with one reference, or undefined when all are in use. */
  take(): Arena | undefined {
    const arena = this.#free.pop() ?? this.#make();
    arena?.retain();
    return arena;
  }

  /** Arenas in use. */
  get used(): number {
    return this.#made - this.#free.length;
  }

  /** Most arenas there can be. */
  get maximum(): number {
    return this.#options.maximumArenas;
  }

  #make(): Arena | undefined {
    if (this.#made >= this.#options.maximumArenas) return undefined;
    const block: Block | undefined = this.#blocks.take(arenaBytes);
    if (!block) return undefined;
    this.#made++;
    return new Arena(block, this.#options.isPoisoning, (arena) => this.#free.push(arena));
  }
}
