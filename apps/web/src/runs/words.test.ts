import type { RunInfo } from '@sluice/protocol';
import { describe, expect, test } from 'vitest';
import { formatRate } from '../canvas/format.ts';
import { formatElapsed, formatSpan, plural, shortMillis, stateOf } from './words.ts';

const run = (part: Partial<RunInfo>): RunInfo => ({
  id: 'r1',
  flow: 'f',
  revision: 1,
  status: 'running',
  startedMs: 0,
  restarts: 0,
  lost: 0,
  duplicated: 0,
  replays: [],
  componentStates: {},
  ...part,
});

describe('numbers as words', () => {
  test.each([
    [0, '0'],
    [1.24, '1.2'],
    [1240, '1,240'],
    [9999, '9,999'],
    [33_100, '33.1k'],
    [12_500_000, '12.5M'],
  ])('a rate of %d reads %s/s', (rate, text) => expect(formatRate(rate)).toBe(text));

  test.each([
    [0, '0 ms'],
    [0.1823, '0.182 ms'],
    [2, '2 ms'],
    [148.4, '148 ms'],
    [1240, '1.24 s'],
  ])('%d ms reads %s', (ms, text) => expect(shortMillis(ms)).toBe(text));

  test('a clock has hours, minutes and seconds', () => {
    expect(formatElapsed(252_400)).toBe('00:04:12');
    expect(formatElapsed(52 * 60_000 + 7000)).toBe('00:52:07');
    expect(formatElapsed(-5)).toBe('00:00:00');
  });

  test('a span has one unit', () => {
    expect([12_000, 245_000, 7_300_000, 90_000_000, 200_000_000].map(formatSpan)).toEqual([
      '12 s',
      '4 min',
      '2 h',
      '1 day',
      '2 days',
    ]);
  });

  test('one of a thing has no s', () => {
    expect([plural(1, 'warning'), plural(2, 'error'), plural(1240, 'event')]).toEqual([
      '1 warning',
      '2 errors',
      '1,240 events',
    ]);
  });
});

describe('the state of a run', () => {
  test('says how long it has been running', () =>
    expect(stateOf(run({}), 240_000).text).toBe('running 4 min'));
  test('says that nothing runs', () => expect(stateOf(undefined, 0).text).toBe('not running'));
  test.each(['stopped', 'done', 'failed'] as const)('says when it %s', (status) => {
    const now = new Date(2026, 10, 24, 15, 0).getTime();
    const ended = new Date(2026, 10, 24, 13, 58).getTime();
    expect(stateOf(run({ status, endedMs: ended }), now).text).toBe(`${status} 13:58`);
  });
});
