import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dealtRecords, dealtTotal } from './dealt-records.ts';
import { SafePositions } from './safe-positions.ts';

const records = {
  lines: (from: number, count: number): string =>
    Array.from({ length: count }, (_, i) => `${from + i}\n`).join(''),
};

it('records dealt out to tasks are all there, each once', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 5000 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 700 }),
      (total, tasks, step) => {
        const dealt: number[] = [];
        for (let task = 0; task < tasks; task++) {
          const own = dealtRecords(records, task, tasks);
          const count = dealtTotal(total, task, tasks);
          for (let at = 0; at < count; at += step) {
            dealt.push(
              ...own
                .lines(at, Math.min(step, count - at))
                .trim()
                .split('\n')
                .map(Number),
            );
          }
        }
        expect(dealt.sort((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, i) => i));
      },
    ),
    { numRuns: 50 },
  );
});

it('a position is safe when the chunk that led to it is', () => {
  const positions = new SafePositions(100);
  positions.read(3, 130);
  positions.read(2, 150);
  expect(positions.commitTo(2)).toBe(false);
  expect(positions.position).toBe(100);
  expect(positions.commitTo(4)).toBe(true);
  expect(positions.position).toBe(130);
  expect(positions.commitTo(5)).toBe(true);
  expect(positions.position).toBe(150);
});
