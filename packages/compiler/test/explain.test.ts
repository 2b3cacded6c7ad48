import type { Delivery, Operator, Program, Stage, Stream } from '@sluice/ir';
import { elementSchema, eventSchema, pairSchema, tupleSchema } from '@sluice/ir';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deliveryOf, explain } from '../src/explain.ts';

const text = (expression: string): object => ({ kind: 'expression', text: expression });

function operatorOf(id: string, more: object): Operator {
  return {
    id,
    stage: 's',
    inputs: ['in'],
    outputs: [],
    parallelism: { executors: 1, tasks: 1 },
    origin: {},
    ...more,
  } as unknown as Operator;
}

function programOf(parts: Partial<Program>): Program {
  const stage: Stage = {
    id: 's',
    model: 'transactional',
    delivery: 'exactly-once',
    batchSize: 7,
    origin: {},
  };
  return { name: 'p', version: 1, stages: [stage], operators: [], streams: [], ...parts };
}

/** The line of one operator. */
function lineOf(more: object): string {
  const lines = explain(programOf({ operators: [operatorOf('x', more)] })).split('\n');
  return lines[3] ?? '';
}

const tumbling = { shape: { kind: 'tumbling', length: 60 }, measure: { kind: 'processing-time' } };
const sliding = { shape: { kind: 'sliding', length: 60, slide: 5 }, measure: { kind: 'count', per: 'key' } };
const session = {
  shape: { kind: 'session', gap: 30 },
  measure: { kind: 'event-time', time: text('at'), watermark: text('mark') },
};
const side = (input: string): object => ({ input, key: text('key'), values: [] });
const best = { kind: 'top-k', by: text('count'), descending: true };

describe('an operator, for people', () => {
  it.each<[string, object]>([
    ['source a.b', { kind: 'source', run: 'a.b', config: {} }],
    ['script a.b', { kind: 'script', run: 'a.b', config: {} }],
    ['sink a.b [exactly-once]', { kind: 'sink', run: 'a.b', config: {} }],
    ['map', { kind: 'map', keep: false, assign: [] }],
    [
      'map ..., a = 1, b = lower(a)',
      { kind: 'map', keep: true, assign: [assign('a', '1'), assign('b', 'lower(a)')] },
    ],
    [
      'map ..., t = now(keep: "t")',
      {
        kind: 'map',
        keep: true,
        assign: [
          {
            field: { name: 't', type: 'string' },
            value: { kind: 'builtin', name: 'now', parameters: { keep: 't' } },
          },
        ],
      },
    ],
    ['filter a > 1', { kind: 'filter', predicate: text('a > 1') }],
    [
      'flat-map w in words(a)',
      { kind: 'flat-map', each: text('words(a)'), field: { name: 'w', type: 'string' } },
    ],
    ['key-by a -> 1', { kind: 'key-by', key: text('a'), value: text('1') }],
    ['union', { kind: 'union' }],
    ['route to a b c?', { kind: 'route', cases: [], otherwise: { required: ['a', 'b'], optional: ['c'] } }],
    [
      'route on a: x -> p q?, y -> q; else nothing',
      {
        kind: 'route',
        on: text('a'),
        cases: [
          { value: 'x', required: ['p'], optional: ['q'] },
          { value: 'y', required: ['q'], optional: [] },
        ],
        otherwise: { required: [], optional: [] },
      },
    ],
    ['window 60 ms every 5 ms', { kind: 'window', lengthMs: 60, slideMs: 5 }],
    ['window 60 ms', { kind: 'window', span: tumbling }],
    ['window 60 records every 5 records of a key', { kind: 'window', span: sliding }],
    [
      'window 60 records every 5 records',
      { kind: 'window', span: { ...sliding, measure: { kind: 'count', per: 'task' } } },
    ],
    ['window session gap 30 ms of at', { kind: 'window', span: session }],
    ['watermark m = latest at - 5 ms', { kind: 'watermark', time: text('at'), delayMs: 5, field: 'm' }],
    [
      'aggregate count by (a, b) per record',
      { ...aggregate({ kind: 'count' }, { kind: 'record' }), key: ['a', 'b'] },
    ],
    ['aggregate sum of n by (a) per batch', aggregate({ kind: 'sum', of: text('n') }, { kind: 'batch' })],
    [
      'aggregate mean of n by (a) per tick 10 ms',
      aggregate({ kind: 'mean', of: text('n') }, { kind: 'tick', everyMs: 10 }),
    ],
    [
      'aggregate distinct of n by (a) per state',
      aggregate({ kind: 'distinct', of: text('n') }, { kind: 'state' }),
    ],
    [
      'aggregate min of n by (a) per rolling 60 ms every 5 ms',
      aggregate({ kind: 'min', of: text('n') }, { kind: 'rolling', lengthMs: 60, slideMs: 5 }),
    ],
    [
      'aggregate max of n by (a) per window 60 ms every 5 ms',
      aggregate(
        { kind: 'max', of: text('n') },
        { kind: 'window', lengthMs: 60, slideMs: 5, incremental: false },
      ),
    ],
    [
      'aggregate combine of n by (a) per 60 ms',
      aggregate({ kind: 'combine', of: text('n'), text: 'a + b' }, { kind: 'span', span: tumbling }),
    ],
    [
      'aggregate update of n by (a) per record',
      aggregate({ kind: 'update', of: text('n'), text: 'b' }, { kind: 'record' }),
    ],
    ['aggregate top-k of count by (a) per batch', aggregate(best, { kind: 'batch' })],
    ['aggregate top-k 3 of count by (a) per batch', aggregate({ ...best, limit: 3 }, { kind: 'batch' })],
    [
      'reduce n by (a) with a + b per session gap 30 ms of at',
      {
        kind: 'reduce',
        key: ['a'],
        of: text('n'),
        combine: 'a + b',
        result: 'n',
        scope: { kind: 'span', span: session },
      },
    ],
    [
      'join left on l.key = r.key per batch',
      { kind: 'join', type: 'left', key: 'key', left: side('l'), right: side('r'), scope: { kind: 'batch' } },
    ],
    ['dedupe by a within the run', { kind: 'dedupe', key: text('a') }],
    ['dedupe by a within 9 keys', { kind: 'dedupe', key: text('a'), count: 9 }],
    ['dedupe by a within 9 keys and 10 ms', { kind: 'dedupe', key: text('a'), count: 9, withinMs: 10 }],
    ['sample 1 of 10', { kind: 'sample', by: { kind: 'every', every: 10 } }],
    ['sample 0.5 of all, seed 3', { kind: 'sample', by: { kind: 'fraction', fraction: 0.5, seed: 3 } }],
    ['buffer memory, 10 records', { kind: 'buffer', medium: 'memory', capacity: 10 }],
  ])('%s', (line, operator) => {
    expect(lineOf(operator)).toBe(`  x: ${line}`);
  });

  it.each([
    [{ executors: 2, tasks: 2 }, 'x x2: union'],
    [{ executors: 2, tasks: 4 }, 'x x2/4: union'],
    [{ executors: 1, tasks: 4 }, 'x x1/4: union'],
    [{ executors: 1, tasks: 1 }, 'x: union'],
  ])('says how many there are: %j', (parallelism, line) => {
    expect(lineOf({ kind: 'union', parallelism })).toBe(`  ${line}`);
  });

  function assign(name: string, value: string): object {
    return { field: { name, type: 'any' }, value: text(value) };
  }

  function aggregate(fold: object, scope: object): object {
    return { kind: 'aggregate', key: ['a'], fold, scope, result: 'n' };
  }
});

describe('stages and streams, for people', () => {
  it.each<[string, object]>([
    [
      'stage s: transactional, at-least-once, batchSize 7',
      { model: 'transactional', delivery: 'at-least-once', batchSize: 7 },
    ],
    [
      'stage s: tuple-tree, at-most-once, workers 1, ackers 0, messageTimeoutMs 3',
      {
        model: 'tuple-tree',
        delivery: 'at-most-once',
        workers: 1,
        ackers: 0,
        messageTimeoutMs: 3,
        faults: { a: {} },
      },
    ],
    [
      'stage s: micro-batch, exactly-once, batchIntervalMs 1, blockIntervalMs 2',
      {
        model: 'micro-batch',
        delivery: 'exactly-once',
        batchIntervalMs: 1,
        blockIntervalMs: 2,
        backpressure: {},
      },
    ],
  ])('%s', (line, stage) => {
    const program = programOf({ stages: [{ id: 's', origin: {}, ...stage } as unknown as Stage] });
    expect(explain(program).split('\n')[2]).toBe(line);
  });

  it.each<[string, Partial<Stream>]>([
    ['a -> b: forward, tuple()', {}],
    [
      'a.late -> b: shuffle, tuple()',
      { from: { operator: 'a', output: 'late' }, partitioning: { kind: 'shuffle' } },
    ],
    [
      'a -> b: hash(x, y; java), tuple()',
      { partitioning: { kind: 'hash', fields: ['x', 'y'], function: 'java' } },
    ],
    ['a -> b: partial-hash(x), tuple()', { partitioning: { kind: 'partial-hash', fields: ['x'] } }],
    ['a -> b: broadcast, tuple()', { partitioning: { kind: 'broadcast' } }],
    ['a -> b: global, tuple()', { partitioning: { kind: 'global' } }],
    ['a -> b: forward, event(headers: map<string>, body: bytes)', { schema: eventSchema }],
    ['a -> b: forward, element(value: list<integer>)', { schema: elementSchema({ list: 'integer' }) }],
    [
      'a -> b: forward, pair(key: string, value: record<x: any>)',
      { schema: pairSchema('string', { record: [{ name: 'x', type: 'any' }] }) },
    ],
  ])('%s', (line, more) => {
    const stream: Stream = {
      id: '1',
      from: { operator: 'a', output: 'out' },
      to: { operator: 'b', input: 'in' },
      schema: tupleSchema([]),
      partitioning: { kind: 'forward' },
      origin: {},
      ...more,
    };
    expect(explain(programOf({ stages: [], streams: [stream] }))).toBe(`program p\n\n${line}\n`);
  });
});

describe('what a sink promises', () => {
  const order: readonly Delivery[] = ['at-most-once', 'at-least-once', 'exactly-once'];

  /** Looks at every way from a start to the operator, one by one. */
  function weakestWay(program: Program, id: string): Delivery {
    const own = program.stages.find(
      (s) => s.id === program.operators.find((o) => o.id === id)?.stage,
    )?.delivery;
    const before = program.streams
      .filter((s) => s.to.operator === id)
      .map((s) => weakestWay(program, s.from.operator));
    return order[Math.min(...[own as Delivery, ...before].map((one) => order.indexOf(one)))] as Delivery;
  }

  it('is the weakest promise on any way to it', () => {
    const programs = fc
      .record({
        deliveries: fc.array(fc.constantFrom(...order), { minLength: 1, maxLength: 4 }),
        places: fc.array(fc.nat(3), { minLength: 1, maxLength: 8 }),
        wires: fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 12 }),
      })
      .map(({ deliveries, places, wires }): Program => {
        const stages = deliveries.map(
          (delivery, i) =>
            ({ id: `s${i}`, model: 'transactional', delivery, batchSize: 1, origin: {} }) as Stage,
        );
        const joined = wires
          .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
          .filter(([a, b]) => a !== b && b < places.length);
        const operators = places.map((place, i) =>
          operatorOf(`o${i}`, {
            stage: `s${place % deliveries.length}`,
            kind: joined.some(([a]) => a === i) ? 'union' : 'sink',
            run: 'r',
          }),
        );
        const streams = joined.map(([a, b], i) => ({
          id: String(i),
          from: { operator: `o${a}`, output: 'out' },
          to: { operator: `o${b}`, input: 'in' },
        })) as unknown as Stream[];
        return programOf({ stages, operators, streams });
      });
    fc.assert(
      fc.property(programs, (program) => {
        const promised = deliveryOf(program);
        const sinks = program.operators.filter((o) => o.kind === 'sink');
        expect([...promised.keys()]).toEqual(sinks.map((o) => o.id));
        for (const { id } of sinks) expect(promised.get(id)).toBe(weakestWay(program, id));
      }),
      { numRuns: 200 },
    );
  });
});
