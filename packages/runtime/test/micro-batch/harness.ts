import type { MicroBatchStage, Operator, Program, Schema, Stream } from '@sluice/ir';
import {
  type Batch,
  type BatchReport,
  batchOfValues,
  type CheckpointStore,
  type Implementation,
  type Implementations,
  liveRows,
  type PullSource,
  type PushSource,
  type Run,
  type RunEvent,
  type RunHost,
  readRecords,
  type SourceOutput,
} from '@sluice/runtime';
import { createRun } from '../../src/create-run.ts';

/** A clock that stands still between events. */
export interface VirtualClock {
  now(): number;
  schedule(delayMs: number, action: () => void): () => void;
  /** Runs everything due up to a time, in order, with all promises settled after each. */
  advanceTo(timeMs: number): Promise<void>;
}

export function createVirtualClock(startMs: number): VirtualClock {
  let nowMs = startMs;
  let serial = 0;
  const timers = new Map<number, { readonly atMs: number; readonly action: () => void }>();
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  async function advanceTo(timeMs: number): Promise<void> {
    await settle();
    for (;;) {
      let first: number | undefined;
      for (const [id, timer] of timers) {
        const best = first === undefined ? undefined : timers.get(first);
        if (timer.atMs <= timeMs && (best === undefined || timer.atMs < best.atMs)) first = id;
      }
      if (first === undefined) break;
      const timer = timers.get(first);
      timers.delete(first);
      nowMs = Math.max(nowMs, timer?.atMs ?? 0);
      timer?.action();
      await settle();
    }
    nowMs = timeMs;
  }

  return {
    now: () => nowMs,
    schedule: (delayMs, action) => {
      const id = serial++;
      timers.set(id, { atMs: nowMs + Math.max(0, delayMs), action });
      return () => void timers.delete(id);
    },
    advanceTo,
  };
}

/** What a run wrote to its `test.sink`s: records per component and batch time. */
export type Written = Map<string, { readonly timeMs: number; readonly records: readonly unknown[] }[]>;

export interface Setup {
  readonly clock: VirtualClock;
  readonly run: Run;
  readonly written: Written;
  readonly reports: BatchReport[];
  readonly events: RunEvent[];
  readonly state: Map<string, unknown>;
  counter(ref: string, name: string): number;
}

export interface SetupOptions {
  readonly startMs?: number;
  readonly implementations?: Implementations;
  /** Extra ms a sink takes, by component and batch time. */
  readonly sinkDelayMs?: (component: string, timeMs: number) => number;
  /** Extra ms for each record. */
  readonly sinkMsPerRecord?: number;
  readonly sinkFails?: (component: string, timeMs: number) => boolean;
  readonly openDataset?: RunHost['openDataset'];
  /** What an earlier life left: its small state, checkpoints and outputs. */
  readonly state?: Map<string, unknown>;
  readonly checkpoints?: CheckpointStore;
  readonly written?: Written;
  /** Gives the run back while it still starts: what it recovers may need time to pass. */
  readonly isStarting?: boolean;
}

/** Records as people write them: a pair `[k, v]` of a pair stream, the value of an element stream. */
export function plainRecords(batch: Batch): unknown[] {
  return readRecords(batch).map((record) => ('key' in record ? [record.key, record.value] : record.value));
}

/** A batch of elements or of pairs. */
export function batchOf(records: readonly unknown[], ingestMs: number, shape: Schema['shape']): Batch {
  if (shape !== 'pair') return batchOfValues({ value: records }, ingestMs);
  const pairs = records as readonly (readonly [unknown, unknown])[];
  return batchOfValues({ key: pairs.map((p) => p[0]), value: pairs.map((p) => p[1]) }, ingestMs);
}

/** Builds and starts a run on a virtual clock. */
export async function setup(program: Program, options: SetupOptions = {}): Promise<Setup> {
  const clock = createVirtualClock(options.startMs ?? 0);
  const written: Written = options.written ?? new Map();
  const reports: BatchReport[] = [];
  const events: RunEvent[] = [];
  const state = options.state ?? new Map<string, unknown>();
  const sink: Implementation = {
    kind: 'sink',
    create: (_config, context) => ({
      write: async (batch, unit) => {
        const timeMs = unit.batchTimeMs ?? Number.NaN;
        const perRecordMs = (options.sinkMsPerRecord ?? 0) * liveRows(batch);
        const delayMs = (options.sinkDelayMs?.(context.component, timeMs) ?? 0) + perRecordMs;
        if (delayMs > 0) await new Promise<void>((resolve) => void context.schedule(delayMs, resolve));
        if (options.sinkFails?.(context.component, timeMs)) throw new Error('disk full');
        const list = written.get(context.component) ?? [];
        written.set(context.component, [...list, { timeMs, records: plainRecords(batch) }]);
      },
      close: () => {},
    }),
  };
  const run = createRun(program, {
    implementations: { 'test.sink': sink, 'test.script': scripted(), ...options.implementations },
    now: clock.now,
    schedule: clock.schedule,
    seed: 1,
    files: { resolve: (path) => path },
    capabilities: { exec: false, isPortAllowed: () => true },
    openDataset:
      options.openDataset ??
      (() => {
        throw new Error('no data sets here');
      }),
    loadState: (key) => state.get(key) as never,
    saveState: (key, value) => void state.set(key, value),
    ...(options.checkpoints ? { checkpoints: options.checkpoints } : {}),
    emit: (event) => {
      events.push(event);
      if (event.kind === 'batch') reports.push(event.report);
    },
  });
  const started = run.start();
  if (options.isStarting !== true) await started;
  const counter = (ref: string, name: string): number => {
    const sample = run.sample();
    const at = run.series.findIndex((s) => s.ref === ref && s.name === name);
    return sample.values[at] ?? Number.NaN;
  };
  return { clock, run, written, reports, events, state, counter };
}

/** `test.script`: an interval source that gives `config.batches[k]` at the k-th batch. */
function scripted(): Implementation {
  return {
    kind: 'source',
    create: (config) => {
      let at = 0;
      return {
        style: 'interval',
        compute: (timeMs) => {
          const records = (config.batches as readonly (readonly unknown[])[])[at++] ?? [];
          return [batchOf(records, timeMs, config.shape as Schema['shape'])];
        },
        close: () => {},
      };
    },
  };
}

/** A push source a test drives: `put` as if a record arrived now. */
export function manualPush(): {
  readonly implementation: Implementation;
  put(records: readonly unknown[]): unknown;
} {
  let output: SourceOutput | undefined;
  let clock: (() => number) | undefined;
  const source: PushSource = {
    style: 'push',
    start: (given) => {
      output = given;
    },
    stop: () => {},
  };
  return {
    implementation: {
      kind: 'source',
      create: (_config, context) => {
        clock = context.now;
        return source;
      },
    },
    put: (records) => output?.put(batchOf(records, clock?.() ?? 0, 'element'), 'all'),
  };
}

/** A pull source over a list; records what it was told is safe. */
export function listPull(records: readonly unknown[], perRead = Number.POSITIVE_INFINITY) {
  const seen = { read: 0, safe: 0 };
  const implementation: Implementation = {
    kind: 'source',
    create: (_config, context): PullSource => ({
      style: 'pull',
      read: (max) => {
        if (seen.read >= records.length) return 'end';
        const part = records.slice(seen.read, seen.read + Math.min(max, perRead));
        seen.read += part.length;
        return batchOf(part, context.now(), 'element');
      },
      commitTo: (count) => {
        seen.safe = count;
      },
      close: () => {},
    }),
  };
  return { implementation, seen };
}

export const stage = (batchIntervalMs: number, blockIntervalMs = batchIntervalMs): MicroBatchStage => ({
  id: 's',
  model: 'micro-batch',
  delivery: 'at-least-once',
  batchIntervalMs,
  blockIntervalMs,
  origin: { system: 'context' },
});

type Partial<T> = T extends unknown
  ? Omit<T, 'id' | 'stage' | 'inputs' | 'outputs' | 'parallelism' | 'origin'>
  : never;
export type Drawn = Partial<Operator>;

/** Joins operators by edges `from>to` or `from>to@port`; ids are component ids, connections are called after their edge. */
export function programOf(
  of: MicroBatchStage,
  operators: { readonly [id: string]: Drawn & { readonly schema?: Schema } },
  edges: readonly string[],
): Program {
  const any: Schema = { shape: 'element', fields: [{ name: 'value', type: 'any' }] };
  const portsOf = (id: string): string[] => [
    ...new Set(edges.map(endsOf).flatMap((ends) => (ends.to === id ? [ends.port] : []))),
  ];
  const all: Operator[] = Object.entries(operators).map(
    ([id, { schema, ...drawn }]) =>
      ({
        ...drawn,
        id,
        stage: of.id,
        inputs: drawn.kind === 'source' ? [] : portsOf(id),
        outputs: drawn.kind === 'sink' ? [] : [{ name: 'out', schema: schema ?? any }],
        parallelism: { executors: 1, tasks: 1 },
        origin: { component: id },
      }) as Operator,
  );
  const streams: Stream[] = edges.map((edge) => {
    const { from, to, port } = endsOf(edge);
    return {
      id: edge,
      from: { operator: from, output: 'out' },
      to: { operator: to, input: port },
      schema: operators[from]?.schema ?? any,
      partitioning: { kind: 'forward' },
      origin: { connection: edge },
    };
  });
  return { name: 'test', version: 1, stages: [of], operators: all, streams };
}

function endsOf(edge: string): { readonly from: string; readonly to: string; readonly port: string } {
  const [from = '', target = ''] = edge.split('>');
  const [to = '', port = 'in'] = target.split('@');
  return { from, to, port };
}
