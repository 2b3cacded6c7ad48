import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TickRing } from './tick-ring.ts';

const schema = {
  run: 'r1',
  revision: 1,
  series: [
    { scope: 'component', ref: 'a', name: 'out', kind: 'counter', unit: 'events' },
    { scope: 'component', ref: 'a', name: 'busy', kind: 'gauge', unit: '' },
  ],
} as const;

const tick = (timeMs: number, values: readonly number[], revision = 1) => ({
  run: 'r1',
  revision,
  timeMs,
  values,
});

describe('TickRing', () => {
  test('reads the newest value and the growth over one second', () => {
    const ring = new TickRing(64);
    ring.setSchema(schema);
    for (let i = 0; i <= 30; i++) ring.push(tick(i * 100, [i * 124, i / 30]));
    expect(ring.value('component', 'a', 'out')).toBe(3720);
    expect(ring.rate('component', 'a', 'out')).toBeCloseTo(1240);
    expect(ring.value('component', 'a', 'busy')).toBe(1);
  });

  test('says nothing of series the run does not measure', () => {
    const ring = new TickRing(8);
    ring.setSchema(schema);
    ring.push(tick(0, [1, 0]));
    expect(ring.value('component', 'b', 'out')).toBeUndefined();
    expect(ring.rate('connection', 'a', 'out')).toBeUndefined();
  });

  test('keeps to the newest schema of a run: an answer asked for earlier may come later', () => {
    const ring = new TickRing(8);
    expect(ring.setSchema(schema)).toBe(true);
    expect(ring.setSchema({ run: 'r1', revision: 0, series: [] })).toBe(false);
    expect(ring.schema).toBe(schema);
    expect(ring.push(tick(0, [1, 0]))).toBe(true);
    expect(ring.setSchema({ run: 'r2', revision: 0, series: [] })).toBe(true);
  });

  test('refuses samples of another revision, another run, and of the past', () => {
    const ring = new TickRing(8);
    expect(ring.push(tick(0, [1, 0]))).toBe(false);
    ring.setSchema(schema);
    expect(ring.push(tick(0, [1, 0], 2))).toBe(false);
    expect(ring.push({ ...tick(0, [1, 0]), run: 'r2' })).toBe(false);
    expect(ring.push(tick(100, [1, 0]))).toBe(true);
    expect(ring.push(tick(100, [2, 0]))).toBe(false);
    expect(ring.value('component', 'a', 'out')).toBe(1);
  });

  test('a counter that falls back has no rate', () => {
    const ring = new TickRing(8);
    ring.setSchema(schema);
    ring.push(tick(0, [500, 0]));
    ring.push(tick(1000, [20, 0]));
    expect(ring.rate('component', 'a', 'out')).toBe(0);
  });

  test('samples survive the same schema and go with a new one', () => {
    const ring = new TickRing(8);
    ring.setSchema(schema);
    ring.push(tick(0, [1, 0]));
    ring.setSchema({ ...schema, series: [...schema.series] });
    expect(ring.samples).toHaveLength(1);
    ring.setSchema({ ...schema, revision: 2 });
    expect(ring.samples).toHaveLength(0);
  });

  test('the rate of a counter that only grows is what a plain division says', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { minLength: 2, maxLength: 80 }), (steps) => {
        const ring = new TickRing(64);
        ring.setSchema(schema);
        let total = 0;
        const seen = steps.map((step, i) => {
          total += step;
          ring.push(tick(i * 100, [total, 0]));
          return { timeMs: i * 100, total };
        });
        const newest = seen.at(-1);
        const kept = seen.slice(-64);
        const from = kept.findLast(({ timeMs }) => (newest?.timeMs ?? 0) - timeMs >= 1000) ?? kept[0];
        const seconds = ((newest?.timeMs ?? 0) - (from?.timeMs ?? 0)) / 1000;
        expect(ring.rate('component', 'a', 'out')).toBeCloseTo(
          ((newest?.total ?? 0) - (from?.total ?? 0)) / seconds,
        );
      }),
    );
  });
});
