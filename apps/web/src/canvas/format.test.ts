import { describe, expect, it } from 'vitest';
import { formatCount, formatGauge, formatMillis, formatPercent, formatRate } from './format.ts';

describe('numbers on the canvas', () => {
  it.each([
    [0, '0'],
    [1.25, '1.3'],
    [9.96, '10'],
    [1240, '1,240'],
    [9999.4, '9,999'],
    [10_000, '10.0k'],
    [33_120, '33.1k'],
    [12_345_678, '12.3M'],
    [Number.NaN, '-'],
  ])('a rate of %d is %s', (value, text) => expect(formatRate(value)).toBe(text));

  it.each([
    [812, '812'],
    [1_240_000, '1,240,000'],
    [12_400_000, '12.4M'],
  ])('a count of %d is %s', (value, text) => expect(formatCount(value)).toBe(text));

  it.each([
    [0, '0 ms'],
    [0.0712, '0.071 ms'],
    [4.2, '4.20 ms'],
    [38.24, '38.2 ms'],
    [1240, '1.24 s'],
    [64_000, '64.0 s'],
  ])('%d ms are %s', (value, text) => expect(formatMillis(value)).toBe(text));

  it('gauges follow their unit', () => {
    expect(formatGauge(0.5, 'ratio')).toBe('0.50');
    expect(formatGauge(12, 'ms')).toBe('12.0 ms');
    expect(formatGauge(812, 'events')).toBe('812');
    expect(formatPercent(0.973)).toBe('97 %');
  });
});
