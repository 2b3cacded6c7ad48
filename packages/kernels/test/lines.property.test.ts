import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1, onBoth, room, rowCases, runs } from './arbitrary.ts';

const byte = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(97, 98) },
  { weight: 2, arbitrary: fc.constantFrom(10, 13) },
  { weight: 1, arbitrary: fc.nat(255) },
);

describe('lines', () => {
  it('are what split gives, whatever lies around them', () => {
    fc.assert(
      fc.property(rowCases(byte, 1), fc.boolean(), fc.nat(40), (one, stripsCarriageReturn, limit) => {
        if (one.texts.length === 0) return;
        const found = onBoth({ ...one, selection: undefined }, (kernels, { arena, column }) => {
          const into = { starts: room(arena, limit), ends: room(arena, limit) };
          const [from, to] = [column.starts[0] as number, column.ends[0] as number];
          const result = kernels.lines({ bytes: column.bytes, from, to, stripsCarriageReturn }, into);
          return {
            result,
            from,
            lines: Array.from({ length: result.rows }, (_, row) =>
              latin1(column.bytes.subarray(into.starts[row], into.ends[row])),
            ),
          };
        });
        const text = latin1(one.texts[0] as Uint8Array);
        const whole = text.split('\n').slice(0, -1).slice(0, limit);
        const taken = whole.map((line) => `${line}\n`).join('');
        expect(found.lines).toEqual(
          stripsCarriageReturn ? whole.map((line) => line.replace(/\r$/, '')) : whole,
        );
        expect(found.result.end).toBe(found.from + taken.length);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is meant
        expect(found.result.isAscii).toBe(/^[\x00-\x7f]*$/.test(taken));
      }),
      runs(200),
    );
  });
});
