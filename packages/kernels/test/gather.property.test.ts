import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onBoth, rowCases, runs, textByte } from './arbitrary.ts';

describe('gathered rows', () => {
  it('stand one after the other with separators, and nothing is written behind the target', () => {
    fc.assert(
      fc.property(
        rowCases(textByte),
        fc.constantFrom(undefined, 10, 0, 97),
        fc.record({ size: fc.oneof(fc.nat(100), fc.nat(1500)), at: fc.nat(20), from: fc.nat(3) }),
        (one, separator, { size, at, from }) => {
          const made = onBoth(one, (kernels, { arena, column, rows, live }) => {
            const room = (arena.bytes(size + 16) as Uint8Array).fill(0xee);
            const into = room.subarray(0, size);
            const result = kernels.gather(column, rows, { separator, at, from }, into);
            return {
              result,
              live,
              bytes: [...room.subarray(0, at + result.bytes)],
              behind: [...room.subarray(size)],
            };
          });
          const expected: number[] = new Array(at).fill(0xee);
          let done = 0;
          for (const { text } of made.live.slice(from)) {
            const row = separator === undefined ? [...text] : [...text, separator];
            if (expected.length + row.length > size) break;
            expected.push(...row);
            done++;
          }
          expect(made.result.rows).toBe(done);
          expect(made.result.bytes).toBe(Math.max(expected.length - at, 0));
          expect(made.bytes.slice(at)).toEqual(expected.slice(at));
          expect(made.behind).toEqual(new Array(16).fill(0xee));
        },
      ),
      runs(250),
    );
  });
});
