import type { JsonObject } from '@sluice/ir';
import type { CheckpointStore, Implementations, LogDisk, LogFile, Run, RunEvent } from '@sluice/runtime';
import type { VirtualDisk } from '../virtual-disk.ts';
import { VirtualHost } from '../virtual-host.ts';
import { createDice, type Dice } from './dice.ts';
import type { Outcome, Problems } from './world.ts';

/** What outlives the processes of a world: durable state, checkpoints, and everything its trace was made of. */
export class Ground {
  readonly states = new Map<string, JsonObject>();
  readonly #checkpoints = new Map<string, { state: unknown; entries: JsonObject[] }[]>();
  #hash = 0x811c9dc5;
  /** Kept when somebody wants to read it. */
  readonly lines: string[] | undefined;

  constructor(isKeeping = false) {
    this.lines = isKeeping ? [] : undefined;
  }

  /** A number that differs when anything that happened does. */
  get trace(): number {
    return this.#hash >>> 0;
  }

  note(line: string): void {
    let hash = this.#hash;
    for (let i = 0; i < line.length; i++) hash = Math.imul(hash ^ line.charCodeAt(i), 0x01000193);
    this.#hash = Math.imul(hash ^ 10, 0x01000193);
    this.lines?.push(line);
  }

  /** What the world came to. */
  outcome(problems: Problems): Outcome {
    return { problems: problems.list, trace: this.trace, ...(this.lines ? { lines: this.lines } : {}) };
  }

  loadCheckpoint(
    key: string,
  ): { readonly state: unknown; readonly entries: readonly JsonObject[] } | undefined {
    const found = this.#checkpoints.get(key)?.at(-1);
    return found && structuredClone(found);
  }

  saveCheckpoint(key: string, state: unknown): void {
    const kept = (this.#checkpoints.get(key) ?? []).slice(-1);
    this.#checkpoints.set(key, [...kept, { state: structuredClone(state), entries: [] }]);
  }

  append(key: string, entry: JsonObject): void {
    this.#checkpoints.get(key)?.at(-1)?.entries.push(structuredClone(entry));
  }

  /** The newest checkpoint cannot be read: the one before it takes over, with all entries. */
  tear(): void {
    for (const [key, [older, newest]] of this.#checkpoints) {
      if (older && newest) {
        this.#checkpoints.set(key, [{ state: older.state, entries: [...older.entries, ...newest.entries] }]);
      }
    }
  }
}

/**
 * One process of a world. It dies after a number of effects (writes of state, of checkpoints, of sinks): what it does
 * after that nobody sees, as if it had been killed between two of them. Its timers may be early, as a machine's are.
 */
export class WorldHost extends VirtualHost {
  readonly ground: Ground;
  readonly checkpoints: CheckpointStore;
  #effectsLeft: number;
  readonly #earlyMs: number;
  readonly #dice: Dice;
  readonly #disk: VirtualDisk | undefined;
  #isDone = false;

  constructor(
    ground: Ground,
    options: {
      readonly implementations: Implementations;
      readonly seed: number;
      readonly startMs: number;
      /** Effects until the process dies. */
      readonly effects: number;
      readonly earlyMs: number;
      /** What checkpoints say of their size: large ones are written more rarely. */
      readonly checkpointBytes?: number;
      /** The disk of the world. */
      readonly disk?: VirtualDisk;
    },
  ) {
    super({ ...options, ...(options.disk ? { logs: options.disk.begin() } : {}) });
    if (this.logs) this.logs = effectful(this.logs, (line) => this.effect(line));
    this.#disk = options.disk;
    this.ground = ground;
    this.#effectsLeft = options.effects;
    this.#earlyMs = options.earlyMs;
    this.#dice = createDice(options.seed, `timers ${options.startMs}`);
    this.checkpoints = {
      load: (key) => ground.loadCheckpoint(key),
      save: (key, state) => {
        if (this.effect(`checkpoint ${key}`)) ground.saveCheckpoint(key, state);
        return options.checkpointBytes ?? 100;
      },
      append: (key, entry) => {
        if (this.effect(`entry ${key}`)) ground.append(key, entry);
      },
    };
  }

  get isDead(): boolean {
    return this.#effectsLeft < 0;
  }

  /** True when the process lives to see it. */
  effect(line: string): boolean {
    if (this.#effectsLeft < 0) return false;
    this.#effectsLeft--;
    if (this.#effectsLeft < 0) {
      this.kill();
      this.#disk?.kill();
      this.ground.note(`${this.now()} dies`);
      return false;
    }
    this.ground.note(`${this.now()} ${line}`);
    return true;
  }

  override schedule(delayMs: number, action: () => void): () => void {
    if (this.isDead) return () => {};
    const early = this.#earlyMs > 0 && delayMs >= 1 && this.#dice.chance(0.3) ? this.#earlyMs : 0;
    return super.schedule(delayMs - early, action);
  }

  override loadState(key: string): JsonObject | undefined {
    const state = this.ground.states.get(key);
    return state && structuredClone(state);
  }

  override saveState(key: string, state: JsonObject): void {
    if (this.effect(`state ${key} ${JSON.stringify(state)}`))
      this.ground.states.set(key, structuredClone(state));
  }

  override emit(event: RunEvent): void {
    if (this.isDead) return;
    this.ground.note(JSON.stringify(event));
    if (event.kind === 'done') this.#isDone = true;
    super.emit(event);
  }

  get isDone(): boolean {
    return this.#isDone;
  }
}

/** Stops a run, which takes time of its world, or ends with its death. */
export async function stopped(
  run: Run,
  host: WorldHost,
  { graceMs, limitMs }: { readonly graceMs: number; readonly limitMs: number },
): Promise<void> {
  let hasStopped = false;
  void run.stop(graceMs).then(() => {
    hasStopped = true;
  });
  await host.until(() => host.isDead || hasStopped, limitMs);
}

/** Longer writes make room and nothing else. */
const mostTorn = 65_536;

/** A disk whose writes and syncs are effects: a process that dies at one leaves half of it, or none. */
function effectful(disk: LogDisk, effect: (line: string) => boolean): LogDisk {
  const opened = (file: LogFile, name: string): LogFile => ({
    size: () => file.size(),
    read: (into, at) => file.read(into, at),
    write(bytes, at) {
      // What is written before the process is known to be dead stays.
      if (bytes.length <= mostTorn) file.write(bytes.subarray(0, bytes.length >> 1), at);
      if (effect(`${name} write ${at} ${bytes.length}`)) file.write(bytes, at);
    },
    truncate: (size) => file.truncate(size),
    sync: () => (effect(`${name} sync`) ? file.sync() : new Promise(() => undefined)),
    syncNow: () => file.syncNow(),
    close: () => file.close(),
  });
  return {
    ...disk,
    open(place) {
      const folder = disk.open(place);
      return {
        ...folder,
        open: (name) => opened(folder.open(name), name),
        rename(from, to) {
          if (effect(`rename ${to}`)) folder.rename(from, to);
        },
        remove(name) {
          if (effect(`remove ${name}`)) folder.remove(name);
        },
      };
    },
  };
}
