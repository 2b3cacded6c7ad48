import { compile } from '@sluice/compiler';
import { createCatalog } from '@sluice/component';
import { elementSchema, type JsonObject, pairSchema, type Schema } from '@sluice/ir';
import { describe, expect, it } from 'vitest';
import { batchOf, type Drawn, programOf, setup, stage } from '../../runtime/test/micro-batch/harness.ts';
import { spark } from '../src/index.ts';
import golden from './golden/operator-vectors.json' with { type: 'json' };
import { lowerChain, lowerStep, type Step } from './lower-chain.ts';

interface Vector {
  readonly name: string;
  readonly op: unknown;
  readonly inputs: readonly (readonly unknown[][])[];
  readonly expected: string | readonly (readonly unknown[])[];
  readonly ordered: boolean;
  readonly emitEvery: number;
}
interface WindowOp {
  readonly op: string;
  readonly window: number;
  readonly slide: number;
  readonly inverse?: string | null;
  readonly filterFunc?: string;
}

const vectors = golden.vectors as unknown as readonly Vector[];

/** A vector's batch is one second here. */
function stepsOf(vector: Vector): readonly Step[] | undefined {
  const { op } = vector;
  if (!Array.isArray(op))
    return (op as WindowOp).window === undefined ? undefined : [windowStep(op as WindowOp)];
  const names = op.join(', ');
  if (names === 'countByValue') return [{ name: 'count-by-value' }];
  const running = (config: JsonObject): Step[] => [
    { name: 'map-to-pair' },
    { name: 'map-with-state', config: { update: 'a == null ? 1 : a + 1', result: 'value', ...config } },
  ];
  const removing = { update: 'a == null ? 1 : null', when: 'value == null', result: 'key' };
  if (names === 'mapWithState running count -> count') return running({});
  if (names === 'mapWithState running count, stateSnapshots') return running({ gives: 'snapshots' });
  if (names === 'mapWithState: exists? remove+emit key : update') return running(removing);
  if (names === 'same, stateSnapshots') return running({ ...removing, gives: 'snapshots' });
  if (names === 'map x->(x,1), reduceByKey add, mapValues +10') {
    return [
      { name: 'map-to-pair' },
      { name: 'reduce-by-key' },
      { name: 'map-to-pair', config: { key: 'key', value: 'value + 10' } },
    ];
  }
  return undefined;
}

function windowStep(op: WindowOp): Step {
  const names: { readonly [name: string]: string } = {
    window: 'window',
    countByWindow: 'count-by-window',
    reduceByKeyAndWindow: 'reduce-by-key-and-window',
  };
  const config: { [field: string]: JsonObject[string] } = {
    windowSeconds: op.window,
    slideSeconds: op.slide,
  };
  if (op.inverse) config.inverse = 'a - b';
  if (op.filterFunc === 'value != 0') config.dropValue = 0;
  // The only key of that vector has the value 1, which its filter drops.
  if (op.filterFunc === 'value >= 2') config.dropValue = 1;
  return { name: names[op.op] ?? op.op, config };
}

const isPair = (vector: Vector): boolean => Array.isArray(vector.inputs[0]?.flat()[0]);
const sorted = (records: readonly unknown[]): unknown[] =>
  [...records].sort((a, b) => (String(a) < String(b) ? -1 : 1));

describe('values of Spark', () => {
  const runnable = vectors.filter((v) => stepsOf(v) !== undefined && typeof v.expected !== 'string');
  it.each(runnable.map((v) => [v.name, v] as const))('%s', async (_name, vector) => {
    const expected = vector.expected as readonly (readonly unknown[])[];
    const program = lowerChain(
      { batches: vector.inputs[0] ?? [], isPair: isPair(vector) },
      stepsOf(vector) ?? [],
    );
    const { clock, written, reports } = await setup(program);
    await clock.advanceTo(expected.length * vector.emitEvery * 1000);
    const given = written.get('out') ?? [];
    expect(given.map((w) => w.timeMs)).toEqual(expected.map((_, i) => (i + 1) * vector.emitEvery * 1000));
    const order = vector.ordered ? (r: readonly unknown[]) => [...r] : sorted;
    expect(given.map((w) => order(w.records))).toEqual(expected.map(order));
    expect(reports.filter((r) => r.failure)).toEqual([]);
  });

  it('union: parent after parent', async () => {
    const vector = vectors.find((v) => v.name === 'union') as Vector;
    const program = programOf(
      stage(1000),
      {
        s: {
          kind: 'source',
          run: 'test.script',
          config: { batches: vector.inputs[0] as never, shape: 'element' },
        },
        plus: {
          kind: 'map',
          assign: [
            { field: { name: 'value', type: 'any' }, value: { kind: 'expression', text: 'value + 4' } },
          ],
          keep: false,
        },
        union: { kind: 'union' },
        out: { kind: 'sink', run: 'test.sink', config: {} },
      },
      ['s>union', 's>plus', 'plus>union', 'union>out'],
    );
    const { clock, written } = await setup(program);
    await clock.advanceTo(3000);
    expect(written.get('out')?.map((w) => w.records)).toEqual(vector.expected);
  });

  /** What no component of the palette means yet, the operators of a program do. */
  const count = {
    kind: 'aggregate',
    key: [],
    fold: { kind: 'count' },
    scope: { kind: 'batch' },
    result: 'value',
    emitEmpty: true,
  } as const;
  const pairSum = {
    kind: 'aggregate',
    key: ['key'],
    fold: { kind: 'sum', of: { kind: 'expression', text: 'value' } },
    scope: { kind: 'batch' },
    result: 'value',
    schema: pairSchema('string', 'integer'),
  } as const;
  const byOperators: {
    readonly [name: string]: { readonly [id: string]: Drawn & { readonly schema?: Schema } };
  } = {
    count: { count },
    'window().count() emits 0 for empty windows (Scala/Java)': {
      window: { kind: 'window', lengthMs: 2000, slideMs: 1000 },
      count,
    },
    'reduce on an empty batch emits no element': {
      reduce: {
        kind: 'aggregate',
        key: [],
        fold: { kind: 'combine', of: { kind: 'expression', text: 'value' }, text: 'a + b' },
        scope: { kind: 'batch' },
        result: 'value',
      },
    },
    flatMapValues: {
      pair: {
        kind: 'key-by',
        key: { kind: 'expression', text: 'value' },
        value: { kind: 'expression', text: '1' },
        schema: pairSchema('string', 'integer'),
      },
      sum: pairSum,
      each: {
        kind: 'flat-map',
        each: { kind: 'expression', text: '[value, value + 10]' },
        field: { name: 'value', type: 'integer' },
        schema: pairSchema('string', 'integer'),
      },
    },
  };
  it.each(Object.entries(byOperators))('%s', async (name, chain) => {
    const vector = vectors.find((v) => v.name === name) as Vector;
    const ids = ['s', ...Object.keys(chain), 'out'];
    const type = name === 'flatMapValues' ? 'string' : 'integer';
    const program = programOf(
      stage(1000),
      {
        s: {
          kind: 'source',
          run: 'test.script',
          config: { batches: vector.inputs[0] as never, shape: 'element' },
          schema: elementSchema(type),
        },
        ...chain,
        out: { kind: 'sink', run: 'test.sink', config: {} },
      },
      ids.slice(1).map((id, i) => `${ids[i]}>${id}`),
    );
    const { clock, written, reports } = await setup(program);
    await clock.advanceTo(vector.expected.length * 1000);
    expect(reports.filter((r) => r.failure)).toEqual([]);
    const expected = vector.expected as readonly (readonly unknown[])[];
    expect(written.get('out')?.map((w) => sorted(w.records))).toEqual(expected.map(sorted));
  });

  it('a filter that drops a value that is not neutral makes a later batch fail', async () => {
    const vector = vectors.find((v) => v.name.startsWith('filterFunc')) as Vector;
    const program = lowerChain({ batches: vector.inputs[0] ?? [], isPair: true }, stepsOf(vector) ?? []);
    const { clock, reports, written } = await setup(program);
    await clock.advanceTo(4000);
    expect(
      reports.map((r) => r.failure?.includes('Neither previous window has value for key') ?? false),
    ).toEqual([false, false, true, false]);
    expect(written.get('out')?.map((w) => w.timeMs)).toEqual([1000, 2000, 4000]);
  });

  const joins: { readonly [op: string]: string } = {
    leftOuterJoin: 'left-outer-join',
    rightOuterJoin: 'right-outer-join',
    fullOuterJoin: 'full-outer-join',
    cogroup: 'cogroup',
  };
  const joined = vectors.filter((v) => joins[(v.op as WindowOp).op] !== undefined);
  it.each(joined.map((v) => [v.name, v] as const))('%s', async (_name, vector) => {
    const name = joins[(vector.op as WindowOp).op] as string;
    const pair = pairSchema('any', 'any');
    const operators: { [id: string]: Drawn & { readonly schema?: Schema } } = {};
    const edges: string[] = [];
    for (const [k, side] of (['left', 'right'] as const).entries()) {
      operators[side] = {
        kind: 'source',
        run: 'test.script',
        config: { batches: vector.inputs[k] as never, shape: 'element' },
      };
      const config = { value: k === 0 ? '1' : "'x'" };
      const [toPair] = lowerStep({ name: 'map-to-pair', config }, elementSchema('any'));
      operators[`pair-${side}`] = { ...toPair, schema: pair } as Drawn & { readonly schema: Schema };
      edges.push(`${side}>pair-${side}`, `pair-${side}>0@${side}`);
    }
    const lowered = lowerStep({ name }, pair, { left: pair, right: pair });
    for (const [k, operator] of lowered.entries()) {
      operators[String(k)] = operator as Drawn;
      edges.push(`${k}>${k === lowered.length - 1 ? 'out' : k + 1}`);
    }
    operators.out = { kind: 'sink', run: 'test.sink', config: {} };
    const { clock, written, reports } = await setup(programOf(stage(1000), operators, edges));
    await clock.advanceTo(vector.expected.length * 1000);
    expect(reports.filter((r) => r.failure)).toEqual([]);
    const expected = vector.expected as readonly (readonly unknown[])[];
    expect(written.get('out')?.map((w) => sorted(w.records))).toEqual(expected.map(sorted));
  });

  it('a union one of whose parents has no batch fails, at that time and no other', async () => {
    const vector = vectors.find((v) => v.name.startsWith('union: parent returns None')) as Vector;
    let at = 0;
    const program = programOf(
      stage(1000),
      {
        s: { kind: 'source', run: 'test.gaps', config: {} },
        plus: {
          kind: 'map',
          assign: [
            { field: { name: 'value', type: 'any' }, value: { kind: 'expression', text: 'value + 4' } },
          ],
          keep: false,
        },
        union: { kind: 'union' },
        out: { kind: 'sink', run: 'test.sink', config: {} },
      },
      ['s>union', 's>plus', 'plus>union', 'union>out'],
    );
    const { clock, written, reports } = await setup(program, {
      implementations: {
        'test.gaps': {
          kind: 'source',
          create: () => ({
            style: 'interval',
            compute: (timeMs) => {
              const records = vector.inputs[0]?.[at++];
              if (!records) throw new Error(`There is no batch at ${timeMs}`);
              return [batchOf(records, timeMs, 'element')];
            },
            close: () => {},
          }),
        },
      },
    });
    await clock.advanceTo(4000);
    expect(String(vector.expected)).toMatch(/^ERROR: .* at time 4$/);
    expect(reports.map((r) => r.failure !== undefined)).toEqual([false, false, false, true]);
    expect(written.get('out')?.map((w) => w.timeMs)).toEqual([1000, 2000, 3000]);
  });

  it.each([
    ['slide not multiple of parent slide', 'SPARK_SLIDE_NOT_MULTIPLE', ['a', 'b']],
    ['join of different slides', 'SPARK_JOIN_SLIDES', ['b', 'join']],
  ] as const)('%s is refused', (name, code, chain) => {
    const vector = vectors.find((v) => v.name.startsWith(name)) as Vector;
    expect(String(vector.expected)).toMatch(/^ERROR/);
    const isJoin = chain[1] === 'join';
    const window = (windowSeconds: number, slideSeconds: number) => ({ windowSeconds, slideSeconds });
    const of = (id: string, type: string, config: JsonObject = {}) => ({
      [id]: { type: `spark.${type}`, name: id, system: 'ctx', config },
    });
    const edges = isJoin
      ? ['in>pair', 'pair>a', 'pair>b', 'a>join@left', 'b>join@right', 'join>out']
      : ['in>a', 'a>b', 'b>out'];
    const { diagnostics } = compile(
      {
        texts: {},
        systems: { ctx: { type: 'spark.context', name: 'ctx', config: { checkpointDirectory: 'c' } } },
        components: {
          ...of('in', 'input.replay'),
          ...(isJoin && {
            ...of('pair', 'transformation.map-to-pair'),
            ...of('join', 'transformation.join'),
          }),
          ...of('a', 'transformation.window', isJoin ? window(2, 2) : window(4, 2)),
          ...of('b', 'transformation.window', isJoin ? window(2, 1) : window(4, 3)),
          ...of('out', 'output.print'),
        },
        connections: Object.fromEntries(
          edges.map((edge) => {
            const [from = '', target = ''] = edge.split('>');
            const [to = '', port = 'in'] = target.split('@');
            return [
              edge,
              { from: { component: from, port: 'out' }, to: { component: to, port }, config: {} },
            ];
          }),
        ),
      },
      { catalog: createCatalog([spark]) },
    );
    const errors = diagnostics.filter((d) => d.severity === 'error');
    expect(errors.map((d) => [d.code, d.at.component])).toEqual([[code, chain[1]]]);
  });

  it('all of them are tried', () => {
    const tried = [
      ...runnable.map((v) => v.name),
      ...joined.map((v) => v.name),
      ...Object.keys(byOperators),
      'union',
    ];
    const byHand = ['union: parent', 'filterFunc', 'slide not multiple', 'join of different'];
    const left = vectors.filter((v) => !tried.includes(v.name) && !byHand.some((n) => v.name.startsWith(n)));
    expect(left.map((v) => v.name)).toEqual([]);
    expect(new Set(vectors.map((v) => v.name)).size).toBe(vectors.length);
  });
});
