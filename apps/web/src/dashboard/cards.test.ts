import { emptyFlow } from '@sluice/flow';
import { describe, expect, test } from 'vitest';
import { countersOf, counterText, unitText } from './counters.ts';
import { drawnLatencies } from './run-history.ts';
import { stackOf } from './stack.ts';
import { barsOf } from './view-bars.ts';
import { widthOf } from './widths.ts';

const series = (
  ref: string,
  name: string,
  kind: 'counter' | 'gauge',
  unit: string,
  scope: 'component' | 'system' = 'component',
) => ({
  scope,
  ref,
  name,
  kind,
  unit,
});

describe('counters', () => {
  const flow = {
    ...emptyFlow('f'),
    systems: { s: { type: 'storm.topology', name: 'words', config: {} } },
    components: {
      bolt: { type: 'storm.bolt.count', name: 'count', system: 's', config: {} },
      spout: { type: 'storm.spout.replay', name: 'sentences', system: 's', config: {} },
      plain: { type: 'spark.transformation.map', name: 'map', system: 's', config: {} },
    },
    connections: {
      e: { from: { component: 'spout', port: 'out' }, to: { component: 'bolt', port: 'in' }, config: {} },
    },
  };
  const schema = {
    run: 'r',
    revision: 1,
    series: [
      series('bolt', 'in', 'counter', 'records'),
      series('bolt', 'executed', 'counter', 'tuples'),
      series('bolt', 'capacity', 'gauge', ''),
      series('spout', 'emitted', 'counter', 'tuples'),
      series('spout', 'busy', 'gauge', ''),
      series('plain', 'in', 'counter', 'records'),
      series('plain', 'busy', 'gauge', ''),
      series('plain', 'lost', 'counter', 'records'),
      series('plain', 'rateLimit', 'gauge', 'records/s'),
      series('s', 'uptime', 'gauge', 'ms', 'system'),
    ],
  };

  test('go by the engine’s own names, in the order records flow', () => {
    const rows = countersOf(flow, schema).map(({ owner, name }) => `${owner} ${name}`);
    expect(rows[0]).toBe('words uptime');
    expect(rows).not.toContain('count in');
    expect(rows).toContain('count capacity');
    expect(rows).toContain('map in');
    expect(rows).toContain('map lost');
    expect(rows).not.toContain('map busy');
    expect(rows.indexOf('sentences emitted')).toBeLessThan(rows.indexOf('count executed'));
  });

  test('are whole and exact', () => {
    expect(counterText({ kind: 'counter', unit: 'events' }, 5_951_400)).toBe('5,951,400');
    expect(unitText({ kind: 'gauge', unit: 'ms' })).toBe('');
    expect(unitText({ kind: 'gauge', unit: 'batches' })).toBe('batches');
  });
});

describe('latencies', () => {
  test('begin with the first record that arrives; later zeros are less than a millisecond', () => {
    expect(
      drawnLatencies([
        [0, 12, 0, 3],
        [0, 0, 0, null],
      ]),
    ).toEqual([
      [null, 12, 1, 3],
      [null, 1, 1, null],
    ]);
    expect(drawnLatencies([[0, 0]])).toEqual([[null, null]]);
  });
});

describe('views as bars', () => {
  test('the last column of numbers is drawn, texts label it', () => {
    const bars = barsOf({
      columns: ['rank', 'word', 'count'],
      rows: [
        [1, 'the', 42],
        [2, 'of', 17],
      ],
    });
    expect(bars).toEqual([
      { label: 'the', value: 42 },
      { label: 'of', value: 17 },
    ]);
  });
  test('a view without numbers is no bars', () => {
    expect(barsOf({ columns: ['a'], rows: [['x']] })).toBeUndefined();
    expect(barsOf({ columns: ['a', 'n'], rows: [] })).toBeUndefined();
  });
});

describe('cards', () => {
  test('stand three in a row, and the last row is filled', () => {
    expect([0, 1, 2].map((place) => widthOf(place, 3))).toEqual(['c4', 'c4', 'c4']);
    expect([3, 4].map((place) => widthOf(place, 5))).toEqual(['c6', 'c6']);
    expect(widthOf(3, 4)).toBe('c12');
  });
});

test('root tuples stand on each other: failed over replayed over acked, nothing where there is none', () => {
  expect(stackOf([100, 90, 80], [0, 10, 5], [0, 0, 7])).toEqual([
    [null, null, 92],
    [null, 100, 85],
    [100, 90, 80],
  ]);
});
