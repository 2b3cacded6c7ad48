import type { JsonObject } from '@sluice/ir';
import type { Kernels } from '@sluice/kernels';
import type { Dataset, Implementations, LogDisk, RunEvent, RunHost, RunThreads } from '@sluice/runtime';
import { poisonedKernels } from './poisoned-kernels.ts';
import { virtualThreads } from './virtual-threads.ts';

export interface VirtualHostOptions {
  readonly implementations?: Implementations;
  readonly seed?: number;
  /** Where the clock starts, ms since the epoch. */
  readonly startMs?: number;
  readonly datasets?: { readonly [name: string]: (seed: number) => Dataset };
  /** Durable state of an earlier host: what a restarted process finds. */
  readonly states?: ReadonlyMap<string, JsonObject>;
  readonly isExecAllowed?: boolean;
  /** Default: memory nobody holds is overwritten at once. */
  readonly kernels?: Kernels;
  /** Threads a run may use, its own included; default 1. */
  readonly threads?: number;
  /** The disk of durable channels; none by default. */
  readonly logs?: LogDisk;
}

/**
 * A host whose time only moves when a test says so. Actions due at one time run in the order they were scheduled;
 * promises settle in between, so that code that awaits behaves as it does on an event loop.
 */
export class VirtualHost implements RunHost {
  readonly implementations: Implementations;
  readonly seed: number;
  readonly events: RunEvent[] = [];
  readonly states: Map<string, JsonObject>;
  readonly kernels: Kernels;
  readonly files = { resolve: (path: string): string => path };
  readonly capabilities: RunHost['capabilities'];
  readonly threads: RunThreads;
  logs?: LogDisk;
  readonly #datasets: NonNullable<VirtualHostOptions['datasets']>;
  #nowMs: number;
  #serial = 0;
  #agenda: { readonly atMs: number; readonly serial: number; readonly action: () => void }[] = [];

  constructor(options: VirtualHostOptions = {}) {
    this.implementations = options.implementations ?? {};
    this.seed = options.seed ?? 1;
    this.kernels = options.kernels ?? poisonedKernels();
    this.#nowMs = options.startMs ?? 1_700_000_000_000;
    this.#datasets = options.datasets ?? {};
    this.states = new Map(options.states);
    if (options.logs) this.logs = options.logs;
    this.threads = virtualThreads({
      most: options.threads ?? 1,
      now: () => this.now(),
      schedule: (delayMs, action) => this.schedule(delayMs, action),
    });
    this.capabilities = { exec: options.isExecAllowed ?? false, isPortAllowed: () => true };
  }

  now(): number {
    return this.#nowMs;
  }

  schedule(delayMs: number, action: () => void): () => void {
    const entry = { atMs: this.#nowMs + Math.max(0, delayMs), serial: this.#serial++, action };
    // Mostly later than everything there is: a search from the end is short.
    let at = this.#agenda.length;
    while (at > 0 && (this.#agenda[at - 1] as { atMs: number }).atMs > entry.atMs) at--;
    this.#agenda.splice(at, 0, entry);
    return () => {
      const index = this.#agenda.indexOf(entry);
      if (index >= 0) this.#agenda.splice(index, 1);
    };
  }

  openDataset(name: string, seed: number): Dataset {
    const make = this.#datasets[name];
    if (!make) throw new Error(`RUN_DATASET_UNKNOWN: ${name}`);
    return make(seed);
  }

  loadState(key: string): JsonObject | undefined {
    const state = this.states.get(key);
    return state === undefined ? undefined : (JSON.parse(JSON.stringify(state)) as JsonObject);
  }

  saveState(key: string, state: JsonObject): void {
    this.states.set(key, JSON.parse(JSON.stringify(state)) as JsonObject);
  }

  emit(event: RunEvent): void {
    this.events.push(event);
  }

  /** Lets time pass; runs everything that falls due, in order. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await settle();
    while (this.#agenda.length > 0 && (this.#agenda[0] as { atMs: number }).atMs <= endMs) {
      const next = this.#agenda.shift() as { readonly atMs: number; readonly action: () => void };
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.action();
      await settle();
    }
    this.#nowMs = endMs;
  }

  /** Lets time pass until a condition holds; throws when it does not within `limitMs` of virtual time. */
  async until(condition: () => boolean, limitMs = 3_600_000): Promise<void> {
    const endMs = this.#nowMs + limitMs;
    await settle();
    let sinceMs = this.#nowMs;
    for (let actions = 0; !condition(); actions++) {
      if (this.#nowMs - sinceMs > spanMs) {
        sinceMs = this.#nowMs;
        actions = 0;
      }
      if (actions > mostActions)
        throw new Error('A great many things happen, and the condition does not come true');
      // Nothing planned: a longer chain of promises may still be about to plan something.
      if (this.#agenda.length === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        if (condition()) return;
      }
      const next = this.#agenda.shift();
      if (!next || next.atMs > endMs) throw new Error('The condition did not come true in the time given');
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.action();
      await settle();
    }
  }

  /** Lets time pass until the run says it is done. */
  async untilDone(limitMs?: number): Promise<void> {
    await this.until(() => this.events.some((event) => event.kind === 'done'), limitMs);
  }

  /** Drops everything scheduled, as a process that is killed does; durable state stays. */
  kill(): void {
    this.#agenda = [];
  }
}

/** More than this many things done in so much virtual time go round in a circle. */
const mostActions = 100_000;
const spanMs = 100_000;

/** Lets pending promises settle; chains of a few steps included. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await Promise.resolve();
}
