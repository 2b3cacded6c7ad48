import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKernels } from '../src/index.ts';
import { fast, latin1, onBoth, room, rowCases, runs } from './arbitrary.ts';

const byte = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(97, 98) },
  { weight: 1, arbitrary: fc.constantFrom(10, 0xc3) },
);
const pattern = fc.array(byte, { maxLength: 12 }).map((bytes) => Uint8Array.from(bytes));
const place = fc.constantFrom('anywhere', 'start', 'end', 'all');

function isMatch(text: string, wanted: string, where: 'anywhere' | 'start' | 'end' | 'all'): boolean {
  if (where === 'start') return text.startsWith(wanted);
  if (where === 'end') return text.endsWith(wanted);
  return where === 'all' ? text === wanted : text.includes(wanted);
}

describe('rows found', () => {
  it('are those a search in each text finds', () => {
    fc.assert(
      fc.property(rowCases(byte, 40), pattern, place, fc.boolean(), (one, wanted, where, isInverted) => {
        const found = onBoth(one, (kernels, { arena, column, rows, live }) => {
          const into = room(arena, live.length);
          const count = kernels.findRows(column, rows, { pattern: wanted, place: where, isInverted }, into);
          return { rows: [...into.subarray(0, count)], live };
        });
        const expected = found.live
          .filter(({ text }) => isMatch(latin1(text), latin1(wanted), where) !== isInverted)
          .map(({ row }) => row);
        expect(found.rows).toEqual(expected);
      }),
      runs(400),
    );
  });

  it('are the same when rows overlap or go backwards', () => {
    fc.assert(
      fc.property(
        fc.array(byte, { minLength: 300, maxLength: 300 }),
        fc.array(fc.tuple(fc.nat(300), fc.nat(300)), { maxLength: 30 }),
        pattern,
        fc.boolean(),
        (bytes, ranges, wanted, isInverted) => {
          const arena = fast.arenas.take();
          if (!arena) throw new Error('no arena left');
          arena.text.set(bytes, 5);
          const starts = arena.uint32(ranges.length) as Uint32Array;
          const ends = arena.uint32(ranges.length) as Uint32Array;
          ranges.forEach(([a, b], row) => {
            starts[row] = 5 + Math.min(a, b);
            ends[row] = 5 + Math.max(a, b);
          });
          const into = room(arena, ranges.length);
          const count = fast.findRows(
            { bytes: arena.text, starts, ends },
            { rows: ranges.length, selection: undefined },
            { pattern: wanted, place: 'anywhere', isInverted },
            into,
          );
          const text = latin1(Uint8Array.from(bytes));
          const expected = ranges.flatMap(([a, b], row) =>
            text.slice(Math.min(a, b), Math.max(a, b)).includes(latin1(wanted)) !== isInverted ? [row] : [],
          );
          expect([...into.subarray(0, count)]).toEqual(expected);
          arena.release();
        },
      ),
      runs(150),
    );
  });

  it('come from the twin when a view lies elsewhere, and a target that is too short is refused', () => {
    const kernels = createKernels({ maximumBytes: 4 * 1024 * 1024 });
    const bytes = Uint8Array.from([97, 98, 97]);
    const column = { bytes, starts: Uint32Array.of(0, 1), ends: Uint32Array.of(1, 3) };
    const into = new Uint32Array(2);
    const search = { pattern: Uint8Array.of(98), place: 'anywhere' } as const;
    expect(kernels.findRows(column, { rows: 2, selection: undefined }, search, into)).toBe(1);
    expect(into[0]).toBe(1);
    const arena = kernels.arenas.take();
    if (!arena) throw new Error('no arena left');
    const inside = {
      bytes: arena.text,
      starts: arena.uint32(2) as Uint32Array,
      ends: arena.uint32(2) as Uint32Array,
    };
    const short = arena.uint32(1) as Uint32Array;
    expect(() => kernels.findRows(inside, { rows: 2, selection: undefined }, search, short)).toThrow(
      expect.objectContaining({ code: 'KERNEL_ARGUMENT' }),
    );
  });
});
