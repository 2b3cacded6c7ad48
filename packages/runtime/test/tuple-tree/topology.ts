import {
  type Operator,
  type Partitioning,
  type Program,
  type Schema,
  type Stream,
  type TupleTreeStage,
  tupleSchema,
} from '@sluice/ir';
import { poisonedKernels, virtualThreads } from '@sluice/testkit';
import { type Batch, liveRows } from '../../src/batch.ts';
import { bytesBatch } from '../../src/batch-build.ts';
import { readRecords } from '../../src/batch-read.ts';
import type { Implementations, PullSource, Sink } from '../../src/implementation.ts';
import { LineSplitter } from '../../src/line-splitter.ts';
import { MeterTable } from '../../src/metrics/meter-table.ts';
import type { StageRuntime } from '../../src/models/model.ts';
import { tupleTree } from '../../src/models/tuple-tree/index.ts';
import type { ThreadOrder } from '../../src/models/tuple-tree/threads/topology-thread.ts';
import { createTransform } from '../../src/operators/create-transform.ts';
import { isCounted } from '../../src/plan/is-counted.ts';
import type { Fault, RunEvent, RunHost, RunThreads } from '../../src/run-contract.ts';
import { createScheduler } from '../../src/scheduler.ts';
import { kernelSlabs } from '../../src/slab.ts';
import { createContexts } from '../../src/task-context.ts';
import { encodeUtf8 } from '../../src/text.ts';
import { VirtualClock } from './virtual-clock.ts';

export const lineSchema = tupleSchema([{ name: 'line', type: 'string' }]);
export const wordSchema = tupleSchema([{ name: 'word', type: 'string' }]);
export const countSchema = tupleSchema([
  { name: 'word', type: 'string' },
  { name: 'count', type: 'integer' },
]);

/** A component to put into a topology; operators in a chain. */
export interface Part {
  readonly id: string;
  readonly operators: readonly (Partial<Operator> & { readonly kind: Operator['kind'] })[];
  readonly schema: Schema;
  readonly executors?: number;
  readonly tasks?: number;
}
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly partitioning: Partitioning;
}

export const split: Part = {
  id: 'split',
  operators: [
    {
      kind: 'flat-map',
      each: { kind: 'expression', text: 'words(line)' },
      field: { name: 'word', type: 'string' },
    },
  ],
  schema: wordSchema,
};
export const count: Part = {
  id: 'count',
  operators: [
    { kind: 'aggregate', key: ['word'], fold: { kind: 'count' }, scope: { kind: 'record' }, result: 'count' },
  ],
  schema: countSchema,
};
/** Counts that are emitted every two seconds instead of for each word. */
export const tickCounts: Part = {
  id: 'ticks',
  operators: [
    {
      kind: 'aggregate',
      key: ['word'],
      fold: { kind: 'count' },
      scope: { kind: 'tick', everyMs: 2000 },
      result: 'count',
    },
  ],
  schema: countSchema,
};
export const lines: Part = {
  id: 'lines',
  operators: [{ kind: 'source', run: 'test.lines', config: {} }],
  schema: lineSchema,
};
export const collect: Part = {
  id: 'collect',
  operators: [{ kind: 'sink', run: 'test.collect', config: {} }],
  schema: countSchema,
};

/** A topology under a virtual clock, with everything a test wants to see. */
export class TestTopology {
  readonly clock = new VirtualClock();
  readonly events: RunEvent[] = [];
  readonly faults = new Map<string, Fault>();
  readonly meters = new MeterTable();
  /** Everything the sink `collect` was given, and its tasks. */
  readonly collected: { readonly task: number; readonly record: { readonly [field: string]: unknown } }[] =
    [];
  /** Most records the source hands out at once. */
  chunk = Number.POSITIVE_INFINITY;
  commits: number[] = [];
  wholeCommits = 0;
  sinkDelayMs = 0;
  isSlow: (task: number) => boolean = () => true;
  /** The source has nothing until so long after it was made. */
  readyAfterMs = 0;
  /** Most roots pending for the spout whenever its source was asked, those it was asked for included. */
  mostPending = 0;
  readonly pendingLimit: number;
  /** Time of each read of the source. */
  readonly reads: number[] = [];
  sinkThrows: () => boolean = () => false;
  /** The part of its delay after which a timer fires: those of a machine may be early, as they count from a stale time. */
  timerShare = 1;
  threadsStarted = 0;
  readonly mailsTo = new Map<number, number>();
  runtime: StageRuntime;

  constructor(options: {
    readonly lines: readonly string[];
    readonly parts: readonly Part[];
    readonly edges: readonly Edge[];
    readonly stage?: Partial<TupleTreeStage>;
    readonly seed?: number;
    readonly implementations?: Implementations;
    /** Threads the run may use; default 1. */
    readonly threads?: number;
  }) {
    const spouts = options.parts.find((p) => p.id === 'lines')?.executors ?? 1;
    this.pendingLimit = (options.stage?.maxSpoutPending ?? 16_384) * spouts;
    const host: RunHost = {
      implementations: { ...this.#implementations(options.lines), ...options.implementations },
      now: () => this.clock.nowMs,
      schedule: (delayMs, action) => this.clock.schedule(delayMs * this.timerShare, action),
      seed: options.seed ?? 1,
      files: { resolve: (path) => path },
      capabilities: { exec: false, isPortAllowed: () => false },
      openDataset: () => {
        throw new Error('none');
      },
      loadState: () => undefined,
      saveState: () => {},
      emit: (event) => this.events.push(event),
      threads: this.#watched(
        virtualThreads({
          most: options.threads ?? 1,
          now: () => this.clock.nowMs,
          schedule: (delayMs, action) => this.clock.schedule(delayMs * this.timerShare, action),
        }),
      ),
    };
    const { operators, streams } = programOf(options.parts, options.edges);
    const inputOf = (operator: Operator): Schema =>
      streams.find((s) => s.to.operator === operator.id)?.schema ?? lineSchema;
    const kernels = poisonedKernels();
    this.runtime = tupleTree({
      stage: {
        id: 'topology',
        model: 'tuple-tree',
        delivery: 'at-least-once',
        workers: options.threads ?? 1,
        ackers: 1,
        messageTimeoutMs: 30_000,
        origin: { system: 'topology' },
        ...options.stage,
      },
      operators,
      streams,
      host,
      meters: this.meters,
      kernels,
      scheduler: createScheduler(host, (error) => {
        throw error;
      }),
      createTransform: (operator) =>
        createTransform(operator, {
          input: inputOf(operator),
          now: host.now,
          kernels,
          isCounted: isCounted({ operators, streams } as unknown as Program, operator),
        }),
      contextOf: createContexts(host, this.meters, kernels, kernelSlabs(kernels)).contextOf,
      faultOf: (component) => this.faults.get(component),
      bufferOf: () => undefined,
    });
  }

  /** Runs until everything is settled, or for at most `ms`. */
  async run(ms = 3_600_000): Promise<void> {
    const started = this.runtime.start();
    await this.clock.advance(ms, () => this.runtime.isSettled());
    await started;
  }

  value(name: string, ref: string, scope: 'component' | 'connection' = 'component'): number {
    this.runtime.beforeSample?.();
    const index = this.meters.series.findIndex((s) => s.scope === scope && s.ref === ref && s.name === name);
    if (index < 0) throw new Error(`no series ${name} of ${ref}`);
    return this.meters.sample()[index] as number;
  }

  /** The last count of each word, as collected. */
  counts(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { record } of this.collected) {
      const word = String(record.word);
      counts.set(word, Math.max(counts.get(word) ?? 0, Number(record.count)));
    }
    return counts;
  }

  /** Counts threads and what they are sent. */
  #watched(threads: RunThreads): RunThreads {
    return {
      most: threads.most,
      start: (order, listener) => {
        this.threadsStarted += 1;
        const { thread: index } = order as ThreadOrder;
        const thread = threads.start(order, listener);
        return {
          end: () => thread.end(),
          post: (message, transfer) => {
            this.mailsTo.set(index, (this.mailsTo.get(index) ?? 0) + 1);
            thread.post(message, transfer);
          },
        };
      },
    };
  }

  #implementations(all: readonly string[]): Implementations {
    return {
      'test.lines': {
        kind: 'source',
        create: (_config, context): PullSource => {
          const own = all.filter((_, index) => index % context.tasks === context.task);
          let at = 0;
          // Small, so that slabs are freed, poisoned and used again while the test runs.
          const splitter = new LineSplitter({ memory: context, slabBytes: 4096 });
          const madeMs = this.clock.nowMs;
          return {
            style: 'pull',
            read: (max) => {
              const pending = this.value('pending', 'lines');
              this.mostPending = Math.max(this.mostPending, pending + Math.min(max, own.length - at));
              this.reads.push(this.clock.nowMs);
              if (this.clock.nowMs < madeMs + this.readyAfterMs) return 'idle';
              if (at >= own.length) return 'end';
              const text = own.slice(at, at + Math.min(max, this.chunk));
              at += text.length;
              const joined = text.map((line) => `${line}\n`).join('');
              splitter.push(encodeUtf8(joined));
              const lines = splitter.take(text.length);
              if (lines?.starts.length !== text.length) throw new Error('lines lost');
              splitter.slab.retain();
              const fields = { field: 'line', ingestMs: this.clock.nowMs };
              return { ...bytesBatch(lines, fields), slab: splitter.slab };
            },
            commit: () => {
              this.wholeCommits += 1;
            },
            commitTo: (records) => this.commits.push(records),
            close: () => splitter.close(),
          };
        },
      },
      'test.collect': {
        kind: 'sink',
        create: (_config, context): Sink => ({
          write: (batch) => {
            if (this.sinkThrows()) throw new Error('the disk is full');
            const keep = (): void => this.#collect(context.task, batch);
            if (this.sinkDelayMs === 0 || !this.isSlow(context.task)) return keep();
            return new Promise((resolve) => {
              this.clock.schedule(this.sinkDelayMs, () => {
                keep();
                resolve();
              });
            });
          },
          close: () => {},
        }),
      },
    };
  }

  #collect(task: number, batch: Batch): void {
    const records = readRecords(batch);
    if (records.length !== liveRows(batch)) throw new Error('rows lost');
    for (const record of records) this.collected.push({ task, record });
  }
}

function programOf(
  parts: readonly Part[],
  edges: readonly Edge[],
): { operators: Operator[]; streams: Stream[] } {
  const operators: Operator[] = [];
  const streams: Stream[] = [];
  const ends = new Map<string, { first: string; last: string; schema: Schema }>();
  for (const part of parts) {
    const ids = part.operators.map((_, index) => (index === 0 ? part.id : `${part.id}.${index}`));
    part.operators.forEach((operator, index) => {
      operators.push({
        id: ids[index],
        stage: 'topology',
        inputs: ['in'],
        outputs: operator.kind === 'sink' ? [] : [{ name: 'out', schema: part.schema }],
        parallelism: { executors: part.executors ?? 1, tasks: part.tasks ?? part.executors ?? 1 },
        origin: { component: part.id },
        ...operator,
      } as Operator);
      if (index > 0) {
        streams.push({
          id: `${part.id}#${index}`,
          from: { operator: ids[index - 1] as string, output: 'out' },
          to: { operator: ids[index] as string, input: 'in' },
          schema: part.schema,
          partitioning: { kind: 'forward' },
          origin: { component: part.id },
        });
      }
    });
    ends.set(part.id, { first: ids[0] as string, last: ids.at(-1) as string, schema: part.schema });
  }
  for (const { from, to, partitioning } of edges) {
    const source = ends.get(from);
    const target = ends.get(to);
    if (!source || !target) throw new Error(`no part ${from} or ${to}`);
    streams.push({
      id: `${from}-${to}`,
      from: { operator: source.last, output: 'out' },
      to: { operator: target.first, input: 'in' },
      schema: source.schema,
      partitioning,
      origin: { connection: `${from}-${to}` },
    });
  }
  return { operators, streams };
}
