import { eventSchema, type Stage, tupleSchema } from '@sluice/ir';
import { batchOfLines, batchOfValues, createRun, type Implementations, readRecords } from '@sluice/runtime';
import { expect, it } from 'vitest';
import { VirtualHost } from '../virtual-host.ts';
import { buildProgram, type Drawn, expression, type Part } from './program.ts';

const times = [3, 12, 7, 25, 14, 31, 28, 1, 19];
/** Every record counted in its window of ten: none of them is late. */
const wanted = ['10=3', '20=3', '30=2', '40=1'];

const integer = (name: string) => ({ name, type: 'integer' }) as const;
const tuples = tupleSchema([integer('t')]);
const marked = tupleSchema([integer('t'), integer('mark')]);
const counted = tupleSchema([integer('to'), integer('n')]);
const watermark = (time: string): Drawn => ({
  kind: 'watermark',
  time: expression(time),
  delayMs: 100,
  field: 'mark',
});
const windows = (time: string, isEndless = false): Drawn => ({
  kind: 'aggregate',
  key: [],
  fold: { kind: 'count' },
  scope: {
    kind: 'span',
    span: {
      shape: { kind: 'tumbling', length: 10 },
      measure: { kind: 'event-time', time: expression(time), watermark: expression('mark'), isEndless },
      endField: 'to',
    },
  },
  result: 'n',
});

/** A source of all times, so many at once, and a sink that keeps what it is given as `to=n`. */
function implementations(rows: (part: readonly number[]) => ReturnType<typeof batchOfValues>): {
  readonly made: Implementations;
  readonly seen: string[];
} {
  const seen: string[] = [];
  let at = 0;
  const made: Implementations = {
    source: {
      kind: 'source',
      create: () => ({
        style: 'pull',
        read: () => (at >= times.length ? 'end' : rows(times.slice(at, (at += 2)))),
        close: () => {},
      }),
    },
    sink: {
      kind: 'sink',
      create: () => ({
        write: (batch) => void seen.push(...readRecords(batch).map(({ to, n }) => `${to}=${n}`)),
        close: () => {},
      }),
    },
  };
  return { made, seen };
}

const source: Part = {
  id: 'source',
  operators: [{ draw: { kind: 'source', run: 'source', config: {} }, schema: tuples }],
};
const sink: Part = {
  id: 'sink',
  operators: [{ draw: { kind: 'sink', run: 'sink', config: {} }, schema: counted }],
};
const topology = (workers: number): Stage => ({
  id: 'topology',
  model: 'tuple-tree',
  delivery: 'at-least-once',
  workers,
  ackers: 1,
  messageTimeoutMs: 2000,
  faults: {},
  origin: { system: 'topology' },
});

async function topologyOf(workers: number, isEndless: boolean): Promise<string[]> {
  const windowed: Part = {
    id: 'windows',
    operators: [
      { draw: watermark('t'), schema: marked },
      { draw: windows('t', isEndless), schema: counted },
    ],
  };
  // Totals of windows, once more over event time: they end after the windows before them.
  const totals: Part = {
    id: 'totals',
    operators: [
      { draw: watermark('to'), schema: tupleSchema([...counted.fields, integer('mark')]) },
      {
        draw: { ...windows('to', isEndless), key: ['n'], result: 'of' } as Drawn,
        schema: tupleSchema([integer('n'), integer('to'), integer('of')]),
      },
    ],
  };
  const ends: Part = { ...sink, id: 'ends' };
  const program = buildProgram(
    [topology(workers)],
    [source, windowed, totals, sink, ends],
    [
      { from: 'source', to: 'windows', partitioning: { kind: 'global' } },
      { from: 'windows', to: 'totals', partitioning: { kind: 'global' } },
      { from: 'windows', to: 'sink', partitioning: { kind: 'global' } },
      { from: 'totals', to: 'ends', partitioning: { kind: 'global' } },
    ],
  );
  const { made, seen } = implementations((part) => batchOfValues({ t: part }, 0));
  const host = new VirtualHost({ implementations: made, threads: workers });
  void createRun(program, host).start();
  await host.untilDone();
  return seen.sort();
}

it.each([1, 2])(
  'windows of a topology speak one after another at the end of all input, on %i threads',
  async (workers) => {
    // A window ends at `to`, so the totals of the counts 3, 3, 2, 1 fall into the windows behind it.
    const totals = ['20=3', '30=3', '40=2', '50=1'];
    expect(await topologyOf(workers, false)).toEqual([...wanted, ...totals].sort());
  },
);

it('windows of an engine that knows no end stay open', async () => {
  expect(await topologyOf(1, true)).toEqual([]);
});

it('windows before a channel speak at the end, in transactions the channel takes', async () => {
  const stage = (id: string): Stage => ({
    id,
    model: 'transactional',
    delivery: 'at-least-once',
    batchSize: 3,
    origin: {},
  });
  const text = 'integer(string(body))';
  const program = buildProgram(
    [stage('S'), stage('C'), stage('K')],
    [
      {
        ...source,
        stage: 'S',
        operators: [
          { draw: { kind: 'source', run: 'source', config: {} }, schema: eventSchema },
          { draw: watermark(text), schema: tupleSchema([...eventSchema.fields, integer('mark')]) },
          { draw: windows(text), schema: counted },
        ],
      },
      {
        id: 'channel',
        stage: 'C',
        operators: [
          {
            draw: { kind: 'buffer', medium: 'memory', capacity: 1, transactionCapacity: 1, keepAliveMs: 0 },
            schema: counted,
          },
        ],
      },
      { ...sink, stage: 'K' },
    ],
    [
      { from: 'source', to: 'channel' },
      { from: 'channel', to: 'sink' },
    ],
  );
  const { made, seen } = implementations((part) =>
    batchOfLines(part.map((t) => `${t}\n`).join(''), { ingestMs: 0 }),
  );
  const host = new VirtualHost({ implementations: made });
  void createRun(program, host).start();
  await host.untilDone();
  expect(seen).toEqual(wanted);
});
