import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatencyHistogram } from './latency.ts';

describe('latency histogram', () => {
  it('gives every percentile within 1/32 of the exact one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 3_600_000, noNaN: true }), { minLength: 1, maxLength: 200 }),
        fc.constantFrom(0.5, 0.95, 0.99, 1),
        (values, fraction) => {
          const histogram = new LatencyHistogram();
          for (const value of values) histogram.record(value, 1);
          const sorted = [...values].sort((a, b) => a - b);
          const exact = sorted[Math.ceil(fraction * sorted.length) - 1] as number;
          expect(Math.abs(histogram.percentile(fraction) - exact)).toBeLessThanOrEqual(exact / 32 + 0.001);
          expect(histogram.max).toBe(sorted.at(-1));
        },
      ),
    );
  });

  it('weighs by count and starts over when cleared', () => {
    const histogram = new LatencyHistogram();
    histogram.record(1, 99);
    histogram.record(1000, 1);
    expect(histogram.percentile(0.5)).toBeCloseTo(1, 1);
    expect(histogram.percentile(0.999)).toBeGreaterThan(960);
    histogram.clear();
    expect([histogram.total, histogram.percentile(0.5), histogram.max]).toEqual([0, 0, 0]);
  });
});
