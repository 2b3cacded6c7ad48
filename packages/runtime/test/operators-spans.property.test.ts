import type { Span, SpanMeasure } from '@sluice/ir';
import { createRandom } from '@sluice/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arbitraryRows,
  batchOfRows,
  Collected,
  newClock,
  operatorOf,
  pass,
  piecesOf,
  type Row,
  sorted,
  type Transform,
  text,
  transformOf,
  windowsAround,
} from './operator-sketch.ts';
import {
  aggregateOf,
  bounds,
  type EventCase,
  eventMeasure,
  type FoldName,
  foldNames,
  foldOf,
  lengthOf,
  resultsOf,
  shapes,
} from './span-sketch.ts';

/** What an aggregate over event time must give, record by record, every window counted anew each time. */
function eventOracle(input: readonly Row[], fold: FoldName, one: EventCase): { out: object[]; late: Row[] } {
  const grid = { ...lengthOf(one.shape), closed: one.closed };
  const accepted: Row[] = [];
  const out: object[] = [];
  const late: Row[] = [];
  let watermark = Number.NEGATIVE_INFINITY;
  const say = (end: number, only?: Row): void => {
    const inside = accepted.filter((row) => windowsAround(row.t as number, grid).includes(end));
    const wanted = only ? inside.filter((row) => row.k === only.k) : inside;
    out.push(...resultsOf(wanted, fold, { from: end - grid.length, to: end }));
  };
  for (const row of input) {
    const ends = row.t === null ? [] : windowsAround(row.t, grid);
    const isBehind = row.t !== null && one.lateBy === 'watermark' && row.t < watermark;
    const isOver = ends.length > 0 && ends.every((end) => end + one.latenessMs <= watermark);
    if (row.t === null || isBehind || isOver) late.push(row);
    else if (ends.length > 0) {
      accepted.push(row);
      for (const end of ends) if (end <= watermark && end + one.latenessMs > watermark) say(end, row);
    }
    if (row.t === null) continue;
    const before = watermark;
    watermark = Math.max(watermark, row.t - one.delayMs);
    const due = new Set(accepted.flatMap((other) => windowsAround(other.t as number, grid)));
    for (const end of [...due].sort((a, b) => a - b)) if (end > before && end <= watermark) say(end);
  }
  return { out, late };
}

const eventCases: fc.Arbitrary<EventCase> = fc.record({
  shape: shapes,
  closed: fc.constantFrom('start', 'end'),
  delayMs: fc.constantFrom(0, 3, 10),
  latenessMs: fc.constantFrom(0, 0, 5, 20),
  lateBy: fc.constantFrom('window', 'watermark'),
});

describe('windows over event time equal a recount of all records', () => {
  it.each(foldNames)('%s', (fold) => {
    fc.assert(
      fc.property(arbitraryRows(50), eventCases, fc.integer(), (input, one, seed) => {
        const clock = newClock();
        const span: Span = { shape: one.shape, measure: eventMeasure(one), closed: one.closed, ...bounds };
        const chain = [
          transformOf(
            operatorOf({ kind: 'watermark', time: text('t'), delayMs: one.delayMs, field: 'mark' }),
            clock,
          ),
          transformOf(aggregateOf(span, foldOf(fold)), clock),
        ];
        const seen = new Collected();
        for (const piece of piecesOf(input, seed)) pass(chain, piece, seen.emit);
        const expected = eventOracle(input, fold, one);
        expect(sorted(seen.records)).toEqual(sorted(expected.out));
        expect(seen.late.map(({ mark: _, ...row }: { mark?: unknown }) => row)).toEqual(expected.late);
        expect(clock.late.count).toBe(expected.late.length);
      }),
      { numRuns: 60 },
    );
  });

  it('a window passes on its records, and ranks them', () => {
    fc.assert(
      fc.property(arbitraryRows(40), eventCases, fc.integer(), (rows, one, seed) => {
        const input = rows.filter((row) => row.t !== null);
        const inTime: EventCase = { ...one, delayMs: 50, latenessMs: 0, lateBy: 'window' };
        const span: Span = { shape: one.shape, measure: eventMeasure(inTime), closed: one.closed, ...bounds };
        const scope = { kind: 'span', span } as const;
        const fold = { kind: 'top-k', by: text('n'), descending: true, limit: 2 } as const;
        const operators = [
          operatorOf({ kind: 'window', span }),
          operatorOf({ kind: 'aggregate', key: [], fold, scope, result: 'r' }),
        ];
        const grid = { ...lengthOf(one.shape), closed: one.closed };
        // The last record brings every window before it to its end.
        const all = [...input, { k: 'end', t: 1000, n: 0 }];
        const expected = [[] as object[], [] as object[]];
        const ends = [...new Set(input.flatMap((row) => windowsAround(row.t as number, grid)))];
        for (const to of ends.sort((a, b) => a - b)) {
          const inside = input
            .filter((row) => windowsAround(row.t as number, grid).includes(to))
            .map((row) => ({ ...row, from: to - grid.length, to }));
          expected[0]?.push(...inside);
          const ranked = inside.map((row, at) => ({ row, at }));
          ranked.sort((a, b) => (b.row.n ?? -99) - (a.row.n ?? -99) || a.at - b.at);
          expected[1]?.push(...ranked.slice(0, 2).map(({ row }) => row));
        }
        operators.forEach((operator, k) => {
          const mark = operatorOf({ kind: 'watermark', time: text('t'), delayMs: 50, field: 'mark' });
          const chain = [transformOf(mark), transformOf(operator)];
          const seen = new Collected();
          for (const piece of piecesOf(all, seed)) pass(chain, piece, seen.emit);
          const given = seen.records.map(({ mark: _, ...row }: { mark?: unknown }) => row);
          expect(sorted(given)).toEqual(sorted(expected[k] ?? []));
        });
      }),
      { numRuns: 60 },
    );
  });

  it.each(foldNames)('at the end of the input, when every window speaks: %s', (fold) => {
    fc.assert(
      fc.property(arbitraryRows(50), eventCases, fc.integer(), (input, one, seed) => {
        const span: Span = { shape: one.shape, measure: eventMeasure(one), closed: one.closed, ...bounds };
        const mark = operatorOf({ kind: 'watermark', time: text('t'), delayMs: one.delayMs, field: 'mark' });
        const windows = transformOf(aggregateOf(span, foldOf(fold)));
        const seen = new Collected();
        const chain = [transformOf(mark), windows];
        for (const piece of piecesOf(input, seed)) pass(chain, piece, seen.emit);
        const before = seen.records.length;
        windows.finish?.(seen.emit);
        const { out, late } = eventOracle(input, fold, one);
        expect(sorted(seen.records.slice(0, before))).toEqual(sorted(out));
        // A record far ahead in time closes everything before it: what it makes windows say is what the end does.
        const far = { k: 'far', t: 10_000, n: null };
        const all = eventOracle([...input, far], fold, one).out.filter(
          (said) => !('k' in said && said.k === 'far'),
        );
        expect(sorted(seen.records)).toEqual(sorted(all));
        expect(seen.late.length).toBe(late.length);
        const whole = seen.records.length;
        windows.finish?.(seen.emit);
        expect(seen.records.length).toBe(whole);
      }),
      { numRuns: 40 },
    );
  });

  it('at the end of an input that knows no end, windows stay open', () => {
    const measure = { ...eventMeasure({ latenessMs: 0, lateBy: 'window' } as EventCase), isEndless: true };
    const span: Span = { shape: { kind: 'tumbling', length: 10 }, measure: measure as SpanMeasure };
    expect(transformOf(aggregateOf(span, { kind: 'count' })).finish).toBeUndefined();
  });

  it('of two inputs the one that is behind counts, once both have spoken', () => {
    const operator = operatorOf({
      kind: 'watermark',
      inputs: ['one', 'two'],
      time: text('t'),
      delayMs: 1,
      field: 'mark',
    });
    const transform = transformOf(operator);
    const seen = new Collected();
    const give = (input: string, ...times: number[]): void =>
      transform.process(
        batchOfRows(
          times.map((t) => ({ k: 'a', t, n: 0 })),
          () => 1,
        ),
        input,
        seen.emit,
      );
    give('one', 5, 9);
    give('two', 3, 2, 20);
    give('one', 12);
    expect(seen.records.map((record) => (record as { mark: unknown }).mark)).toEqual([
      null,
      null,
      2,
      2,
      8,
      11,
    ]);
  });

  it('of several tasks, however what they give is mingled, the one that is furthest behind counts', () => {
    const ofTask = fc.array(
      fc.record({ k: fc.constantFrom('a', 'b'), t: fc.integer({ min: 0, max: 40 }), n: fc.constant(1) }),
      { maxLength: 15 },
    );
    const spread = fc.array(ofTask, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(spread, fc.constantFrom(0, 4), fc.integer(), (given, delayMs, seed) => {
        const clock = newClock();
        const random = createRandom(seed, 'interleaving');
        const watermark = {
          kind: 'watermark',
          time: text('t'),
          delayMs,
          field: 'mark',
          task: 'task',
        } as const;
        const writers = given.map((_, task) => transformOf(operatorOf(watermark), clock, { task }));
        const field = (name: string) => ({ kind: 'builtin', name: 'field', parameters: { name } }) as const;
        const measure: SpanMeasure = {
          kind: 'event-time',
          time: text('t'),
          watermark: field('mark'),
          by: { task: field('task'), tasks: given.length },
        };
        const span: Span = { shape: { kind: 'tumbling', length: 10 }, measure, ...bounds };
        const windows = transformOf(aggregateOf(span, { kind: 'count' }), clock);
        const seen = new Collected();

        // One record at a time is counted again from all there were: that is the oracle.
        const accepted: Row[] = [];
        const furthest = new Map<number, number>();
        let come = Number.NEGATIVE_INFINITY;
        let late = 0;
        const said: object[] = [];
        const endOf = ({ t }: Row): number => Math.floor((t as number) / 10) * 10 + 10;
        const sayUpTo = (mark: number): void => {
          const ends = [...new Set(accepted.map(endOf))].filter((end) => end > come && end <= mark);
          for (const to of ends)
            said.push(
              ...resultsOf(
                accepted.filter((row) => endOf(row) === to),
                'count',
                { from: to - 10, to },
              ),
            );
          come = Math.max(come, mark);
        };

        const left = given.map((rows) => [...rows]);
        for (let open = left.filter((rows) => rows.length > 0); open.length > 0; ) {
          const rows = open[Math.floor(random() * open.length)] as Row[];
          const task = left.indexOf(rows as never);
          const piece = rows.splice(0, 1 + Math.floor(random() * 3));
          pass([writers[task] as Transform, windows], batchOfRows(piece, random), seen.emit);
          for (const row of piece) {
            if (endOf(row) <= come) late++;
            else accepted.push(row);
            furthest.set(task, Math.max(furthest.get(task) ?? -100, (row.t as number) - delayMs));
            if (furthest.size === given.length) sayUpTo(Math.min(...furthest.values()));
          }
          open = left.filter((one) => one.length > 0);
        }
        expect(sorted(seen.records)).toEqual(sorted(said));
        expect(clock.late.count).toBe(late);
        windows.finish?.(seen.emit);
        sayUpTo(1000);
        expect(sorted(seen.records)).toEqual(sorted(said));
      }),
      { numRuns: 150 },
    );
  });

  it('with an interval the watermark is looked at only when it has passed', () => {
    const clock = newClock();
    const measure: SpanMeasure = {
      kind: 'event-time',
      time: text('t'),
      watermark: text('t'),
      everyMs: 1000,
      lateBy: 'watermark',
    };
    const transform = transformOf(
      aggregateOf(
        { shape: { kind: 'tumbling', length: 10 }, measure, endField: 'to' },
        { kind: 'count' },
        [],
      ),
      clock,
    );
    const seen = new Collected();
    const give = (...times: number[]): void =>
      pass(
        [transform],
        batchOfRows(
          times.map((t) => ({ k: 'a', t, n: 0 })),
          () => 1,
        ),
        seen.emit,
      );
    transform.start?.(0);
    give(1, 25, 2);
    transform.tick?.(999, seen.emit);
    expect([seen.records, clock.late.count]).toEqual([[], 0]);
    transform.tick?.(1000, seen.emit);
    give(3, 26);
    expect([seen.records, clock.late.count]).toEqual([[{ to: 10, r: 2 }], 1]);
  });
});

describe('windows over counts', () => {
  it.each(['task', 'key'] as const)('of a %s equal a recount', (per) => {
    fc.assert(
      fc.property(
        arbitraryRows(50),
        shapes,
        fc.constantFrom(...foldNames),
        fc.integer(),
        (input, shape, fold, seed) => {
          const span: Span = { shape, measure: { kind: 'count', per }, ...bounds };
          const seen = new Collected();
          const transform = transformOf(aggregateOf(span, foldOf(fold)));
          for (const piece of piecesOf(input, seed)) pass([transform], piece, seen.emit);
          const { length, slide } = lengthOf(shape);
          const groups =
            per === 'task' ? [input] : ['a', 'b', 'ç'].map((k) => input.filter((row) => row.k === k));
          const expected = groups.flatMap((rows) => {
            const out: object[] = [];
            for (let to = slide; to <= rows.length; to += slide) {
              const from = Math.max(1, to - length + 1);
              out.push(...resultsOf(rows.slice(from - 1, to), fold, { from, to }));
            }
            return out;
          });
          expect(sorted(seen.records)).toEqual(sorted(expected));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('windows over processing time', () => {
  it('equal a recount by time of arrival, whenever ticks come', () => {
    fc.assert(
      fc.property(
        arbitraryRows(50, true),
        shapes,
        fc.constantFrom(...foldNames),
        fc.integer(),
        (input, shape, fold, seed) => {
          const origin = 7;
          const clock = newClock();
          const span: Span = { shape, measure: { kind: 'processing-time' }, ...bounds };
          const transform = transformOf(aggregateOf(span, foldOf(fold)), clock);
          const seen = new Collected();
          transform.start?.(origin);
          for (const row of input) {
            const ms = origin + (row.t as number);
            if ((seed + ms) % 3 === 0) transform.tick?.(ms, seen.emit);
            clock.now = ms;
            for (const piece of piecesOf([row], seed)) pass([transform], piece, seen.emit);
          }
          transform.tick?.(1000, seen.emit);
          const grid = { ...lengthOf(shape), closed: 'start', origin } as const;
          const arrived = input.map((row) => ({ ...row, t: origin + (row.t as number) }));
          const ends = new Set(arrived.flatMap((row) => windowsAround(row.t, grid)));
          const expected = [...ends].flatMap((to) =>
            resultsOf(
              arrived.filter((row) => windowsAround(row.t, grid).includes(to)),
              fold,
              { from: to - grid.length, to },
            ),
          );
          expect(sorted(seen.records)).toEqual(sorted(expected));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are windows over batch times under micro-batch', () => {
    fc.assert(
      fc.property(
        arbitraryRows(9, true),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer(),
        (input, length, slide, seed) => {
          const span: Span = {
            shape: { kind: 'sliding', length: length * 10, slide: slide * 10 },
            measure: { kind: 'processing-time' },
            endField: 'to',
          };
          const transform = transformOf(aggregateOf(span, { kind: 'count' }), newClock(), {
            inputSlideMs: 10,
          });
          const seen = new Collected();
          transform.start?.(100);
          for (let batch = 0; batch < 16; batch++) {
            const own = input.filter((row) => row.t === batch);
            for (const piece of piecesOf(own, seed)) pass([transform], piece, seen.emit);
            transform.closeBatch?.(110 + batch * 10, seen.emit);
          }
          const expected: object[] = [];
          for (let k = slide; k <= 16; k += slide) {
            const inside = input.filter(
              (row) => (row.t as number) + 1 > k - length && (row.t as number) + 1 <= k,
            );
            expected.push(...resultsOf(inside, 'count', { to: 100 + k * 10 }));
          }
          expect(sorted(seen.records)).toEqual(sorted(expected));
        },
      ),
      { numRuns: 60 },
    );
  });
});
