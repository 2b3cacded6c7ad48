import type { BufferOperator, Operator, Program, Stage, Stream } from '@sluice/ir';
import { eventSchema } from '@sluice/ir';
import type { Batch, Implementations, PullSource, Sink } from '@sluice/runtime';
import { batchOfLines, forEachRow, readCell, sliceBatch } from '@sluice/runtime';

/** A Flume agent in a few words: what a test says of it. */
export interface AgentSketch {
  readonly sources: {
    readonly [id: string]: { readonly channels: readonly string[]; readonly batchSize?: number };
  };
  readonly channels: {
    readonly [id: string]: {
      readonly capacity?: number;
      readonly transactionCapacity?: number;
      readonly byteCapacity?: number;
      readonly keepAliveMs?: number;
    };
  };
  readonly sinks: { readonly [id: string]: { readonly channel: string } };
  /** Operators between a source and its channels, in order; the last may be a route whose outputs are channel ids. */
  readonly between?: { readonly [source: string]: readonly Partial<Operator>[] };
}

const one = { executors: 1, tasks: 1 };

/** The program of a sketch, shaped as the compiler shapes it. */
export function programOf(sketch: AgentSketch): Program {
  const stages: Stage[] = [];
  const operators: Operator[] = [];
  const streams: Stream[] = [];
  const stage = (id: string, batchSize: number): string => {
    stages.push({
      id: `S-${id}`,
      model: 'transactional',
      delivery: 'at-least-once',
      batchSize,
      origin: { component: id },
    });
    return `S-${id}`;
  };
  const join = (from: string, output: string, to: string): void => {
    streams.push({
      id: `${from}.${output}-${to}`,
      from: { operator: from, output },
      to: { operator: to, input: 'in' },
      schema: eventSchema,
      partitioning: { kind: 'forward' },
      origin: { connection: `${from}-${to}` },
    });
  };
  const outputs = [{ name: 'out', schema: eventSchema }];
  for (const [id, source] of Object.entries(sketch.sources)) {
    const own = stage(id, source.batchSize ?? 100);
    const origin = { component: id };
    operators.push({
      kind: 'source',
      run: `test.${id}`,
      config: {},
      id,
      stage: own,
      inputs: [],
      outputs,
      parallelism: one,
      origin,
    });
    let last = id;
    for (const [index, part] of (sketch.between?.[id] ?? []).entries()) {
      const next = `${id}.${index}`;
      const ends =
        part.kind === 'route' ? source.channels.map((name) => ({ name, schema: eventSchema })) : outputs;
      operators.push({
        ...part,
        id: next,
        stage: own,
        inputs: ['in'],
        outputs: ends,
        parallelism: one,
        origin,
      } as Operator);
      join(last, 'out', next);
      last = next;
    }
    const isRouted = sketch.between?.[id]?.at(-1)?.kind === 'route';
    for (const channel of source.channels) join(last, isRouted ? channel : 'out', channel);
  }
  for (const [id, channel] of Object.entries(sketch.channels)) {
    const buffer: BufferOperator = {
      kind: 'buffer',
      medium: 'memory',
      capacity: channel.capacity ?? 100,
      transactionCapacity: channel.transactionCapacity ?? 100,
      keepAliveMs: channel.keepAliveMs ?? 3000,
      id,
      stage: stage(id, 100),
      inputs: ['in'],
      outputs,
      parallelism: one,
      origin: { component: id },
      ...(channel.byteCapacity === undefined ? {} : { byteCapacity: channel.byteCapacity }),
    };
    operators.push(buffer);
  }
  for (const [id, sink] of Object.entries(sketch.sinks)) {
    operators.push({
      kind: 'sink',
      run: `test.${id}`,
      config: {},
      id,
      stage: stage(id, 100),
      inputs: ['in'],
      outputs: [],
      parallelism: one,
      origin: { component: id },
    });
    join(sink.channel, 'out', id);
  }
  return { name: 'test', version: 1, stages, operators, streams };
}

/** A pull source over lines that starts where it had committed. */
export function lineSource(
  lines: readonly string[],
  cut: (max: number) => number = (max) => max,
  isAskedForMany = false,
): Implementations[string] {
  return {
    kind: 'source',
    create: (_config, context) => {
      let committed = (context.durable.load()?.position as number | undefined) ?? 0;
      let position = committed;
      const source: PullSource = {
        style: 'pull',
        read(max) {
          if (position >= lines.length) return 'end';
          const count = Math.min(Math.max(1, cut(max)), max, lines.length - position);
          const text = lines.slice(position, position + count).map((line) => `${line}\n`);
          position += count;
          return batchOfLines(text.join(''), { ingestMs: context.now() });
        },
        commit() {
          committed = position;
          context.durable.save({ position });
        },
        rollback() {
          position = committed;
        },
        close() {},
      };
      const opened = position;
      const commitTo = (records: number): void => {
        committed = opened + records;
        context.durable.save({ position: committed });
      };
      return isAskedForMany ? { ...source, commitTo } : source;
    },
  };
}

export interface CollectingSink {
  readonly lines: string[];
  /** Records of each successful transaction. */
  readonly batches: number[];
  readonly implementation: Implementations[string];
}

/** A sink that remembers what it got; `before` may throw or wait to make a write fail or take long. */
export function collectingSink(
  options: {
    readonly batchSize?: number;
    readonly before?: (batch: Batch) => void | Promise<void>;
    readonly isAsync?: boolean;
    readonly isAtomic?: boolean;
  } = {},
): CollectingSink {
  const lines: string[] = [];
  const batches: number[] = [];
  const take = (batch: Batch): void => {
    let count = 0;
    forEachRow(batch, (row) => {
      lines.push(String(readCell(batch, 'body', row)));
      count++;
    });
    batches.push(count);
  };
  const sink: Sink = {
    ...(options.batchSize === undefined ? {} : { batchSize: options.batchSize }),
    ...(options.isAtomic === undefined ? {} : { isAtomic: options.isAtomic }),
    write(batch) {
      const waiting = options.before?.(batch);
      if (waiting instanceof Promise) return waiting.then(() => take(batch));
      if (options.isAsync) return Promise.resolve().then(() => take(batch));
      take(batch);
      return undefined;
    },
    close() {},
  };
  return { lines, batches, implementation: { kind: 'sink', create: () => sink } };
}

/** Cuts a batch into pieces of random sizes. */
export function randomCuts(batch: Batch, live: number, random: () => number): readonly Batch[] {
  const pieces: Batch[] = [];
  for (let at = 0; at < live; ) {
    const count = Math.min(live - at, 1 + Math.floor(random() * 7));
    pieces.push(sliceBatch(batch, at, count));
    at += count;
  }
  return pieces;
}

/** The value of a series by name; 0 when there is none. */
export function valueOf(
  run: {
    readonly series: readonly { readonly ref: string; readonly name: string }[];
    sample(): { readonly values: readonly number[] };
  },
  ref: string,
  name: string,
): number {
  const values = run.sample().values;
  const index = run.series.findIndex((series) => series.ref === ref && series.name === name);
  return index < 0 ? 0 : (values[index] as number);
}
