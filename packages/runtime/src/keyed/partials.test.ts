import { createKernels } from '@sluice/kernels';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column } from '../batch.ts';
import { createBatch } from '../batch-build.ts';
import { compileFold } from './fold.ts';
import { Partials } from './partials.ts';

const input = { shape: 'tuple', fields: [{ name: 'n', type: 'integer' }] } as const;
const kernels = createKernels();
const sum = compileFold(
  { kind: 'sum', of: { kind: 'expression', text: 'n' } },
  { input, now: () => 0, kernels },
);

/** One step of a life: records with one value for all or one each, or everything is taken out. */
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      ids: fc.array(fc.nat(40), { minLength: 1, maxLength: 30 }),
      each: fc.constantFrom<number | undefined>(1, 1, 1, 7, 0, undefined),
    }),
  },
  { weight: 1, arbitrary: fc.constant('drain' as const) },
  { weight: 1, arbitrary: fc.constant('clear' as const) },
);

describe('partials', () => {
  it('are those of a map, whether records are counted or added up, and whatever came before', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const partials = new Partials(sum);
        /** Sums in the order of the first record of each. */
        const expected = new Map<number, number>();
        let size = 0;
        const compare = (): void => {
          expect(partials.touched).toEqual([...expected.keys()]);
          expect(partials.touchedCount).toBe(expected.size);
          for (let id = 0; id < size; id++) expect(partials.get(id)).toBe(expected.get(id));
          expect(Array.from(partials.touchedSince(1))).toEqual([...expected.keys()].slice(1));
        };
        for (const one of steps) {
          if (one === 'clear') partials.clear();
          else if (one === 'drain') {
            const { ids, partials: values } = partials.drain();
            expect(ids).toEqual([...expected.keys()]);
            expect(values).toEqual([...expected.values()]);
          } else {
            const values = one.ids.map((id, i) => one.each ?? id + i);
            const column: Column =
              one.each === undefined ? { kind: 'value', values } : { kind: 'constant', value: one.each };
            size = Math.max(size, ...one.ids.map((id) => id + 1));
            partials.reserve(size);
            partials.addBatch(
              Int32Array.from(one.ids),
              createBatch(new Map([['n', column]]), values.length, 0),
            );
            one.ids.forEach((id, i) => {
              expected.set(id, (expected.get(id) ?? 0) + (values[i] as number));
            });
          }
          if (one === 'clear' || one === 'drain') expected.clear();
          compare();
        }
      }),
      { numRuns: 80 },
    );
  });
});
