import { elementSchema, type Program, pairSchema } from '@sluice/ir';
import { batchOfValues, type Implementation, type PullSource, readRecords, type Sink } from '@sluice/runtime';
import { createDice } from './dice.ts';
import { buildProgram, type Drawn, expression, type Part } from './program.ts';
import { batchMs, type SparkNode, type SparkPlan, type SparkSink, type SparkSource } from './spark-plan.ts';
import type { WorldHost } from './world-host.ts';

const element = elementSchema('string');
const pair = pairSchema('string', 'integer');
const keyed = pairSchema('string', 'string');

/** The name of a record: its key, a letter, then its source and number. */
export function sparkRecord(source: SparkSource, index: number): string {
  return `${'abcd'[(index * 7 + index ** 2) % 4]}${source.id}-${index}`;
}

/** The sink that sees what a source gave, whatever else happens. */
export function rawOf(source: SparkSource): string {
  return `raw-${source.id}`;
}

/** How a node does its work, for the runtime. */
function operatorsOf(node: SparkNode): Part['operators'] {
  const { length, slide } = node;
  const window = { kind: 'window', lengthMs: length * batchMs, slideMs: slide * batchMs } as const;
  const one = (draw: Drawn): Part['operators'] => [{ draw, schema: element }];
  const value = { name: 'value', type: 'string' } as const;
  const counting = (scope: Extract<Drawn, { kind: 'aggregate' }>['scope']): Part['operators'] => [
    {
      draw: { kind: 'key-by', key: expression('substring(value, 0, 1)'), value: expression('value') },
      schema: keyed,
    },
    {
      draw: { kind: 'aggregate', key: ['key'], fold: { kind: 'count' }, scope, result: 'value' },
      schema: pair,
    },
  ];
  switch (node.work) {
    case 'filter':
      return one({ kind: 'filter', predicate: expression("not contains(value, '3')") });
    case 'mark':
      return one({ kind: 'map', keep: false, assign: [{ field: value, value: expression("value + 'm'") }] });
    case 'fork':
      return one({ kind: 'flat-map', each: expression("[value + 'l', value + 'r']"), field: value });
    case 'union':
      return one({ kind: 'union' });
    case 'window':
      return one(window);
    case 'count-batch':
      return counting({ kind: 'batch' });
    case 'count-state':
      return counting({ kind: 'state' });
    case 'count-slid':
      return counting({ ...window, incremental: true, dropValue: 0 });
    case 'count-whole':
      return counting({ ...window, incremental: false });
  }
}

/** What the records of a batch, a window or all batches so far become, said without any of the product. */
export function sparkWorkOn(node: SparkNode, input: readonly string[]): readonly string[] {
  switch (node.work) {
    case 'filter':
      return input.filter((value) => !value.includes('3'));
    case 'mark':
      return input.map((value) => `${value}m`);
    case 'fork':
      return input.flatMap((value) => [`${value}l`, `${value}r`]);
    case 'union':
    case 'window':
      return input;
    default: {
      const keys = [...new Set(input.map((value) => value[0] ?? ''))];
      return keys.map((key) => `${key}=${input.filter((value) => value.startsWith(key)).length}`);
    }
  }
}

/** The program of a plan. */
export function programOfSpark(plan: SparkPlan): Program {
  const source = ({ id }: SparkSource): Part => ({
    id,
    operators: [{ draw: { kind: 'source', run: id, config: {} }, schema: element }],
  });
  const sink = (id: string): Part => ({
    id,
    operators: [{ draw: { kind: 'sink', run: id, config: {} }, schema: element }],
  });
  const parts: Part[] = [
    ...plan.sources.map(source),
    ...plan.nodes.map((node) => ({ id: node.id, operators: operatorsOf(node) })),
    ...plan.sources.map((one) => sink(rawOf(one))),
    ...plan.sinks.map(({ id }) => sink(id)),
  ];
  const edges = [
    ...plan.sources.map((one) => ({ from: one.id, to: rawOf(one) })),
    ...plan.nodes.flatMap(({ id, from }) => from.map((one, at) => ({ from: one, to: id, input: `in${at}` }))),
    ...plan.sinks.map(({ id, from }) => ({ from, to: id })),
  ];
  const stage = {
    id: 'context',
    model: 'micro-batch',
    delivery: 'at-least-once',
    batchIntervalMs: batchMs,
    blockIntervalMs: plan.blockMs,
    checkpointIntervalMs: batchMs * 4,
    // Lost tasks of a transformation come through some time; a sink's batch may fail for good.
    taskMaxFailures: plan.nodes.some(({ failFraction }) => failFraction > 0) ? 60 : 3,
    origin: { system: 'context' },
  } as const;
  return buildProgram([stage], parts, edges);
}

/** A source over the names of its records, from where it had saved. */
export function sparkSource(plan: SparkPlan, source: SparkSource, host: WorldHost): Implementation {
  return {
    kind: 'source',
    create: (_config, context) => {
      const dice = createDice(plan.seed, `${source.id} ${host.now()}`);
      const from = (context.durable.load()?.position as number | undefined) ?? 0;
      let at = from;
      const pull: PullSource = {
        style: 'pull',
        idleMs: source.idleMs,
        read(max) {
          if (dice.chance(source.failShare)) throw new Error('cannot read');
          if (at >= source.records) return 'end';
          if (dice.chance(source.idleShare)) return 'idle';
          const values: string[] = [];
          for (let left = Math.min(max, dice.int(1, source.chunk)); left > 0 && at < source.records; left--) {
            values.push(sparkRecord(source, at++));
          }
          return batchOfValues({ value: values }, context.now());
        },
        commitTo: (records) => context.durable.save({ position: from + records }),
        close: () => {},
      };
      return pull;
    },
  };
}

/** How long a process may have slow sinks. */
const slowForMs = 1500;

/** What a sink was given at one batch time. */
export interface SparkWrite {
  readonly timeMs: number;
  readonly records: readonly string[];
}

/** A sink that keeps what it is given where the next process finds it. */
export function sparkSink(
  plan: SparkPlan,
  sink: Pick<SparkSink, 'id' | 'failShare' | 'waitMs'>,
  host: WorldHost,
  written: SparkWrite[],
): Implementation {
  return {
    kind: 'sink',
    create: (_config, context): Sink => {
      const bornMs = host.now();
      const dice = createDice(plan.seed, `${sink.id} ${bornMs}`);
      const keep = (write: SparkWrite): void => {
        if (dice.chance(sink.failShare)) throw new Error('the disk is full');
        if (host.effect(`${sink.id} ${write.timeMs} ${write.records.join()}`)) written.push(write);
      };
      return {
        write(batch, { batchTimeMs = Number.NaN }) {
          const records = readRecords(batch).map(({ key, value }) =>
            key === undefined ? String(value) : `${key}=${value}`,
          );
          const write = { timeMs: batchTimeMs, records };
          // Slow at times and at first only: a context that never catches up never comes to rest.
          const isSlow = context.now() < bornMs + slowForMs && dice.chance(0.2);
          if (sink.waitMs === 0 || !isSlow) return keep(write);
          return new Promise<void>((resolve) => void context.schedule(sink.waitMs, resolve)).then(() =>
            keep(write),
          );
        },
        close: () => {},
      };
    },
  };
}
