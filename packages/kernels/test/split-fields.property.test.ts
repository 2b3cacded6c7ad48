import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noSlice, type Separator } from '../src/index.ts';
import { latin1, onBoth, room, rowCases, runs, textByte } from './arbitrary.ts';

const separator = fc.constantFrom<Separator>('words', 44, 97, 0, 255);

/** ASCII white space only: `\s` also knows U+00A0, which is a byte of other characters here. */
function pieces(text: string, by: Separator): string[] {
  if (by === 'words') return text.split(/[\t\n\v\f\r ]+/).filter((word) => word !== '');
  return text.split(String.fromCharCode(by));
}

describe('fields', () => {
  it('are what split gives for each live row, as many as are counted', () => {
    fc.assert(
      fc.property(rowCases(textByte), separator, fc.nat(80), fc.nat(3), (one, by, limit, from) => {
        const made = onBoth(one, (kernels, { arena, column, rows, live }) => {
          const into = { starts: room(arena, limit), ends: room(arena, limit), parents: room(arena, limit) };
          const result = kernels.splitFields(column, rows, { separator: by, from }, into);
          return {
            result,
            live,
            count: kernels.countFields(column, rows, by),
            fields: Array.from({ length: result.fields }, (_, i) => ({
              row: into.parents[i],
              text: latin1(column.bytes.subarray(into.starts[i], into.ends[i])),
            })),
          };
        });
        const byRow = made.live.map(({ row, text }) =>
          pieces(latin1(text), by).map((one) => ({ row, text: one })),
        );
        expect(made.count).toBe(byRow.flat().length);
        let done = 0;
        const expected: object[] = [];
        for (const fields of byRow.slice(from)) {
          if (expected.length + fields.length > limit) break;
          expected.push(...fields);
          done++;
        }
        expect(made.fields).toEqual(expected);
        expect(made.result.rows).toBe(done);
      }),
      runs(250),
    );
  });

  it('can be taken by their number', () => {
    fc.assert(
      fc.property(rowCases(textByte), separator, fc.nat(9), (one, by, index) => {
        const made = onBoth(one, (kernels, { arena, column, rows, live }) => {
          const into = { starts: room(arena, rows.rows), ends: room(arena, rows.rows) };
          const count = kernels.fieldAt(column, rows, { separator: by, index }, into);
          const texts = live.map(({ row }) =>
            into.starts[row] === noSlice && into.ends[row] === noSlice
              ? undefined
              : latin1(column.bytes.subarray(into.starts[row], into.ends[row])),
          );
          return { count, live, texts };
        });
        expect(made.texts).toEqual(made.live.map(({ text }) => pieces(latin1(text), by)[index]));
        expect(made.count).toBe(made.texts.filter((text) => text !== undefined).length);
      }),
      runs(250),
    );
  });
});
