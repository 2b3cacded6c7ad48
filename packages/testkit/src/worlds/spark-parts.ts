import { elementSchema, type Field, type Program, pairSchema, tupleSchema } from '@sluice/ir';
import {
  batchOfValues,
  type Implementation,
  type PullSource,
  type PushSource,
  readRecords,
  type Sink,
  type SourceOutput,
} from '@sluice/runtime';
import { createDice } from './dice.ts';
import { buildProgram, type Drawn, expression, type Part } from './program.ts';
import {
  batchMs,
  joinOf,
  type SparkJoin,
  type SparkNode,
  type SparkPlan,
  type SparkSink,
  type SparkSource,
} from './spark-plan.ts';
import type { WorldHost } from './world-host.ts';

const string = 'string' as const;
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
  const join = joinOf(node);
  if (join) return [joining(join)];
  switch (node.work) {
    case 'count-event':
      return countingEvents(node);
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
    default:
      throw new Error(`nobody knows how to ${node.work}`);
  }
}

const keyText = 'substring(value, 0, 1)';
const named = (name: string, type: Field['type']): Field => ({ name, type });

function joining(type: SparkJoin): Part['operators'][number] {
  const side = (name: string, input: string) =>
    ({
      input,
      key: expression(keyText),
      values: [{ field: named(name, string), value: expression('value') }],
    }) as const;
  const value = type === 'cogroup' ? ({ list: string } as const) : string;
  return {
    draw: {
      kind: 'join',
      type,
      left: side('l', 'in0'),
      right: side('r', 'in1'),
      key: 'key',
      scope: { kind: 'batch' },
    },
    schema: tupleSchema([named('key', string), named('l', value), named('r', value)]),
  };
}

/** Out of order by up to six numbers: windows of ten, and what is late is passed over. */
const timeText = "integer(extract(value, '-([0-9]+)', 1)) * 7 % 40";
export const event = {
  timeOf: (value: string): number => (Number(/-([0-9]+)/.exec(value)?.[1]) * 7) % 40,
  delay: 12,
  width: 10,
} as const;

function countingEvents({ length }: SparkNode): Part['operators'] {
  const marked = tupleSchema([named('value', string), named('mark', 'integer')]);
  return [
    {
      draw: { kind: 'watermark', time: expression(timeText), delayMs: event.delay, field: 'mark' },
      schema: marked,
    },
    {
      draw: {
        kind: 'map',
        keep: true,
        assign: [{ field: named('key', string), value: expression(keyText) }],
      },
      schema: tupleSchema([...marked.fields, named('key', string)]),
    },
    {
      draw: {
        kind: 'aggregate',
        key: ['key'],
        fold: { kind: 'count' },
        scope: {
          kind: 'span',
          span: {
            shape: { kind: 'sliding', length: event.width * length, slide: event.width },
            measure: { kind: 'event-time', time: expression(timeText), watermark: expression('mark') },
            endField: 'to',
          },
        },
        result: 'value',
      },
      schema: tupleSchema([named('key', string), named('to', 'integer'), named('value', 'integer')]),
    },
  ];
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
    case 'count-event':
    case 'join-inner':
    case 'join-full':
    case 'join-cogroup':
      throw new Error('the oracle asks elsewhere');
    default: {
      const keys = [...new Set(input.map((value) => value[0] ?? ''))];
      return keys.map((key) => `${key}=${input.filter((value) => value.startsWith(key)).length}`);
    }
  }
}

/** What a join gives of the records of one batch. */
export function joinedBy(type: SparkJoin, lefts: readonly string[], rights: readonly string[]): string[] {
  const keys = new Set([...lefts, ...rights].map((value) => value[0] ?? ''));
  return [...keys].flatMap((key) => {
    const [ls, rs] = [lefts, rights].map((all) => all.filter((value) => value.startsWith(key)));
    if (type === 'cogroup')
      return [`${key}=${[...(ls ?? [])].sort().join('.')}+${[...(rs ?? [])].sort().join('.')}`];
    const of = (own: string[] = []): string[] => (own.length === 0 && type === 'full' ? ['null'] : own);
    return of(ls).flatMap((l) => of(rs).map((r) => `${key}=${l}+${r}`));
  });
}

/** A record as the oracles write it. */
function textOf({ key, value, to, l, r }: Readonly<Record<string, unknown>>): string {
  const side = (given: unknown): string =>
    Array.isArray(given) ? [...(given as string[])].sort().join('.') : String(given);
  if (l !== undefined) return `${key}=${side(l)}+${side(r)}`;
  if (to !== undefined) return `${key}@${to}=${value}`;
  return key === undefined ? String(value) : `${key}=${value}`;
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

/** Somebody outside who sends the records of a source, one lot after another as each is taken. */
export function sparkPush(
  plan: SparkPlan,
  source: SparkSource,
  host: WorldHost,
  sent: (records: number) => void,
): Implementation {
  return {
    kind: 'source',
    create: (_config, context): PushSource => {
      const dice = createDice(plan.seed, `${source.id} ${host.now()}`);
      const pause = (): Promise<void> =>
        new Promise((resolve) => void context.schedule(source.idleMs, resolve));
      const send = async (output: SourceOutput): Promise<void> => {
        for (let at = 0; at < source.records; sent(at)) {
          if (dice.chance(source.idleShare)) await pause();
          const values: string[] = [];
          for (let left = dice.int(1, source.chunk); left > 0 && at < source.records; left--)
            values.push(sparkRecord(source, at++));
          await output.put(batchOfValues({ value: values }, context.now()), 'all');
        }
      };
      return {
        style: 'push',
        start: (output) => void context.schedule(1, () => void send(output)),
        stop: () => {},
      };
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
          const records = readRecords(batch).map(textOf);
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
