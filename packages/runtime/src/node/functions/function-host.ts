import type { Batch } from '../../batch.ts';
import { liveRows } from '../../batch.ts';
import { concatBatches } from '../../batch-cut.ts';
import { RunError } from '../../errors.ts';
import type {
  FunctionAnswer,
  FunctionFailure,
  FunctionFailureCode,
  FunctionHost,
  FunctionProgram,
  FunctionTask,
  UserFunction,
} from '../../functions/contract.ts';
import { type CallAnswer, decodeAnswer, encodeCall, fitting, mostRows, rowsOf } from './call-frame.ts';
import { type Definition, frames } from './runner-main.ts';
import { type DeathReason, RunnerDied, type RunnerLimits, RunnerProcess } from './runner-process.ts';

/** Turns what a person wrote into JavaScript whose value is the function, or says what is wrong with it. */
export type PrepareFunction = (
  program: FunctionProgram,
) => { readonly script: string } | { readonly problem: string };

export interface FunctionHostOptions {
  readonly prepare: PrepareFunction;
  /** Processes at most; functions of more components share them. */
  readonly processes: number;
  readonly seed: number;
  readonly limits?: Partial<RunnerLimits>;
}

const defaultLimits: RunnerLimits = { heapMiB: 96, residentMiB: 320, patience: 60 };
const recordLimit = 1 << 20;
const callLimit = 8 << 20;
/** A chunk shorter than this is made larger, one longer than that smaller. */
const shortMs = 10;
const longMs = 40;
const firstRows = 64;
/** Records in a row that killed the process, after which the rest is not tried. */
const mostDeaths = 8;
const loadMs = 5000;
/** How long a new process is put off, by how many died within a minute. */
const restartMs = [0, 0, 0, 0, 0, 0, 50, 100, 200, 400];

/** Runs functions in processes of their own; see `runner-process.ts` for what they can reach. */
export function createFunctionHost(options: FunctionHostOptions): FunctionHost {
  const slots: Slot[] = [];
  const ofComponent = new Map<string, Slot>();
  let nextId = 1;

  function slotOf(component: string): Slot {
    let slot = ofComponent.get(component);
    if (slot) return slot;
    if (slots.length < options.processes) {
      slot = new Slot({ ...defaultLimits, ...options.limits });
      slots.push(slot);
    } else slot = slots[ofComponent.size % slots.length] as Slot;
    ofComponent.set(component, slot);
    return slot;
  }

  return {
    open(program, task) {
      const prepared = options.prepare(program);
      if ('problem' in prepared) throw new RunError('FN_INVALID', prepared.problem);
      const id = nextId++;
      return new Instance({
        program,
        task,
        slot: slotOf(task.component),
        definition: {
          id,
          script: prepared.script,
          shape: program.shape,
          fields: program.fields,
          outputs: program.outputs,
          streams: program.streams ?? [],
          maxRows: mostRows,
          recordLimit,
          callLimit,
        },
        seed: Math.imul(options.seed + 1, 0x9e3779b1) ^ Math.imul(id, 0x85ebca6b),
      });
    },
  };
}

/** A place for one process at a time; instances take turns. */
class Slot {
  readonly #limits: RunnerLimits;
  readonly #users = new Set<Instance>();
  #process: RunnerProcess | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #deaths: number[] = [];

  constructor(limits: RunnerLimits) {
    this.#limits = limits;
  }

  join(instance: Instance): void {
    this.#users.add(instance);
    // It takes a moment to start: the first records shall not wait for all of it.
    this.#process ??= new RunnerProcess(this.#limits);
  }

  leave(instance: Instance, id: number): void {
    this.#users.delete(instance);
    if (this.#users.size === 0) {
      this.#process?.kill('closed');
      this.#process = undefined;
      return;
    }
    if (instance.isAtWork) this.#process?.kill('closed');
    else if (this.#process?.known.delete(id)) {
      this.#process.tell(frames.forget, [new Uint8Array(Uint32Array.of(id).buffer)]);
    }
  }

  /** Lets an instance use the process alone until its work is settled. */
  turn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** The living process; a new one when the last died, put off when that happens often. */
  async alive(): Promise<RunnerProcess> {
    if (this.#process && !this.#process.isDead) return this.#process;
    const nowMs = performance.now();
    this.#deaths = [...this.#deaths.filter((ms) => ms > nowMs - 60_000), nowMs];
    const delayMs = restartMs[Math.min(this.#deaths.length, restartMs.length) - 1] ?? 0;
    if (delayMs > 0) await new Promise<void>((resolve) => void setTimeout(resolve, delayMs));
    this.#process = new RunnerProcess(this.#limits);
    return this.#process;
  }
}

const codeOfDeath: { readonly [K in DeathReason]: FunctionFailureCode } = {
  time: 'FN_TIMEOUT',
  memory: 'FN_MEMORY',
  crash: 'FN_CRASHED',
  closed: 'FN_CRASHED',
};

class Instance implements UserFunction {
  readonly #program: FunctionProgram;
  readonly #task: FunctionTask;
  readonly #slot: Slot;
  readonly #definition: Definition;
  readonly #seed: number;
  #calls = 0;
  #chunk = firstRows;
  /** Records that are tried one by one, because one of them killed the process. */
  #suspects = 0;
  #deathsInARow = 0;
  #isClosed = false;
  isAtWork = false;

  constructor(options: {
    readonly program: FunctionProgram;
    readonly task: FunctionTask;
    readonly slot: Slot;
    readonly definition: Definition;
    readonly seed: number;
  }) {
    this.#program = options.program;
    this.#task = options.task;
    this.#slot = options.slot;
    this.#definition = options.definition;
    this.#seed = options.seed;
    this.#slot.join(this);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#slot.leave(this, this.#definition.id);
  }

  async call(batch: Batch): Promise<FunctionAnswer> {
    const live = liveRows(batch);
    const parts: Batch[] = [];
    const others: Batch[][] = (this.#program.streams ?? []).map(() => []);
    const failures: FunctionFailure[] = [];
    const logs: string[] = [];
    for (let from = 0; from < live; ) {
      const wanted = Math.min(live - from, this.#suspects > 0 ? 1 : this.#chunk);
      const all = rowsOf(batch, from, wanted);
      const rows = all.subarray(0, fitting(batch, all));
      try {
        const answer = await this.#slot.turn(() => this.#ask(batch, rows));
        if (liveRows(answer.batch) > 0) parts.push(answer.batch);
        answer.streams.forEach((one, index) => one.rows > 0 && others[index]?.push(one));
        failures.push(...answer.failures);
        logs.push(...answer.logs.slice(0, 100 - logs.length));
        from += answer.done;
        this.#suspects = Math.max(0, this.#suspects - answer.done);
        this.#deathsInARow = 0;
      } catch (error) {
        if (!(error instanceof RunnerDied) || this.#isClosed) throw this.#outcome(error);
        // Somebody else's instance was closed while it was at work: this one is not to blame.
        if (error.reason === 'closed') continue;
        if (rows.length === 1) {
          failures.push(this.#guilty(rows[0] as number, error));
          from += 1;
          this.#suspects = Math.max(0, this.#suspects - 1);
        } else {
          this.#suspects = rows.length;
          this.#task.log(
            'warning',
            `The function was stopped: ${this.#why(error)}. Its batch is tried again record by record${this.#program.shape === 'reduce' ? '' : '; what it kept in variables is gone'}.`,
          );
        }
      }
    }
    const given = { batch: this.#joined(batch, parts), failures, logs };
    if (others.length === 0) return given;
    const nothing = { ...batch, selection: new Uint32Array(0) };
    const joined = (all: readonly Batch[]): Batch =>
      all.length > 1 ? concatBatches(all) : (all[0] ?? nothing);
    return { ...given, streams: others.map(joined) };
  }

  async #ask(batch: Batch, rows: Uint32Array): Promise<CallAnswer> {
    if (this.#isClosed) throw new RunError('FN_CLOSED', 'The function is closed');
    const runner = await this.#slot.alive();
    const { id, fields } = this.#definition;
    this.isAtWork = true;
    try {
      if (!runner.known.has(id)) await this.#define(runner);
      const nowMs = this.#task.now();
      const sinceMs = performance.now();
      const seed = this.#seed ^ Math.imul(this.#calls++, 0x27d4eb2f);
      const pieces = encodeCall(batch, rows, { id, fields, nowMs, seed });
      const frame = await runner.exchange(frames.call, pieces, this.#program.timeoutMs);
      this.#adapt(performance.now() - sinceMs, rows.length);
      return decodeAnswer(frame.body, { batch, rows, program: this.#program });
    } finally {
      this.isAtWork = false;
    }
  }

  async #define(runner: RunnerProcess): Promise<void> {
    const text = Buffer.from(JSON.stringify(this.#definition));
    let frame;
    try {
      frame = await runner.exchange(frames.define, [text], Math.max(loadMs, this.#program.timeoutMs));
    } catch (error) {
      if (!(error instanceof RunnerDied) || error.reason === 'closed') throw error;
      throw new RunError('FN_INVALID', `The code cannot be loaded: ${this.#why(error)}.`, { cause: error });
    }
    if (frame.kind === frames.ready) {
      runner.known.add(this.#definition.id);
      return;
    }
    const length = new DataView(frame.body).getUint32(0, true);
    const { reason, line } = JSON.parse(Buffer.from(frame.body, 4, length).toString('utf8')) as {
      readonly reason: string;
      readonly line?: number;
    };
    throw new RunError('FN_INVALID', line === undefined ? reason : `${reason} (line ${line})`);
  }

  /** Calls take some ten milliseconds: long enough to cost little, short enough to be told apart from a loop. */
  #adapt(ms: number, rows: number): void {
    if (rows < this.#chunk) return;
    if (ms < shortMs) this.#chunk = Math.min(mostRows, this.#chunk * 2);
    else if (ms > longMs) this.#chunk = Math.max(firstRows, this.#chunk >> 1);
  }

  #guilty(row: number, error: RunnerDied): FunctionFailure {
    this.#deathsInARow += 1;
    if (this.#deathsInARow > mostDeaths) {
      this.#deathsInARow = 0;
      throw new RunError(
        'FN_BROKEN',
        `The function had to be stopped for ${mostDeaths} records in a row: ${this.#why(error)}.`,
      );
    }
    return { row, code: codeOfDeath[error.reason], reason: `${capital(this.#why(error))}.` };
  }

  #why({ reason, message }: RunnerDied): string {
    switch (reason) {
      case 'time':
        return `it computed for more than ${this.#program.timeoutMs} ms`;
      case 'memory':
        return 'it used too much memory';
      default:
        return message;
    }
  }

  #outcome(error: unknown): unknown {
    return this.#isClosed ? new RunError('FN_CLOSED', 'The function is closed') : error;
  }

  #joined(batch: Batch, parts: readonly Batch[]): Batch {
    const [first] = parts;
    if (first === undefined) return { ...batch, selection: new Uint32Array(0) };
    if (parts.length === 1) return first;
    if (this.#program.shape !== 'filter') return concatBatches(parts);
    const selections = parts.map((part) => part.selection as Uint32Array);
    const selection = new Uint32Array(selections.reduce((sum, one) => sum + one.length, 0));
    let at = 0;
    for (const one of selections) {
      selection.set(one, at);
      at += one.length;
    }
    return { ...batch, selection };
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
