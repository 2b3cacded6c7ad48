import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestMatched, type MatchPlan, type MatchStep, noSlice } from '../src/index.ts';
import { latin1, onBoth, room, rowsOf, runs } from './arbitrary.ts';

const codes = [...'ab "]1'].map((c) => c.charCodeAt(0));
const step: fc.Arbitrary<MatchStep> = fc
  .record({
    members: fc.subarray(codes),
    isNegated: fc.boolean(),
    takesOthers: fc.boolean(),
    min: fc.nat(2),
    more: fc.constantFrom(0, 1, 3, Number.POSITIVE_INFINITY),
    isEmpty: fc.boolean(),
    then: fc.oneof(
      fc.array(fc.constantFrom(...codes), { maxLength: 3 }),
      fc.array(fc.constantFrom(97, 98), { maxLength: 19 }),
    ),
    edges: fc.tuple(fc.boolean(), fc.boolean()),
  })
  .map(({ members, isNegated, takesOthers, min, more, isEmpty, then, edges }) => {
    const ascii = new Uint8Array(128);
    for (let code = 0; code < 128; code++) ascii[code] = members.includes(code) !== isNegated ? 1 : 0;
    return {
      ascii,
      takesOthers,
      min: isEmpty ? 0 : min,
      max: isEmpty ? 0 : min + more,
      then,
      ...(edges[0] ? { before: 0 } : {}),
      ...(edges[1] ? { after: 1 } : {}),
    };
  });
const plan: fc.Arbitrary<MatchPlan> = fc
  .record({
    steps: fc.array(step, { minLength: 1, maxLength: 4 }),
    seeks: fc.boolean(),
    reachesEnd: fc.boolean(),
    isCertain: fc.boolean(),
  })
  .map(({ seeks, ...rest }) => ({ ...rest, seek: seeks ? rest.steps[0]?.then[0] : undefined }));
const byte = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...codes) },
  { weight: 1, arbitrary: fc.nat(255) },
);
const text = fc.array(byte, { maxLength: 40 }).map((bytes) => Uint8Array.from(bytes));

/** The same as a sticky regular expression with possessive runs, as there is none in JavaScript: by hand, on texts. */
function naive(made: MatchPlan, line: string): { readonly edges: (number | undefined)[] } | undefined {
  const starts =
    made.seek === undefined ? [0] : [...line].flatMap((c, at) => (c.charCodeAt(0) === made.seek ? [at] : []));
  for (const start of made.isCertain ? starts : starts.slice(0, 1)) {
    let rest = line.slice(start);
    const edges: (number | undefined)[] = [undefined, undefined];
    const isMatch = made.steps.every((one) => {
      if (one.before !== undefined) edges[one.before] = line.length - rest.length;
      let count = 0;
      while (count < rest.length && count < one.max) {
        const code = rest.charCodeAt(count);
        if (code < 128 ? one.ascii[code] !== 1 : !one.takesOthers) break;
        count++;
      }
      if (count < one.min) return false;
      rest = rest.slice(count);
      if (one.after !== undefined) edges[one.after] = line.length - rest.length;
      const literal = String.fromCharCode(...one.then);
      const hasIt = rest.startsWith(literal);
      rest = rest.slice(literal.length);
      return hasIt;
    });
    if (isMatch && (!made.reachesEnd || rest === '')) return { edges };
  }
  return undefined;
}

describe('matching steps', () => {
  it('gives what following them by hand gives, in both worlds', () => {
    fc.assert(
      fc.property(rowsOf(text, 8), plan, (one, made) => {
        const result = onBoth(one, (kernels, { arena, column, rows, live }) => {
          const lists = [room(arena, rows.rows), room(arena, rows.rows)];
          const unsure = room(arena, live.length);
          const found = kernels.matchSteps(column, rows, made, { lists, unsure });
          const used = [0, 1].filter((list) => made.steps.some((s) => s.before === list || s.after === list));
          return {
            found,
            unsure: [...unsure.subarray(0, found.unsure)],
            edges: live.map(({ row }) => used.map((list) => (lists[list] as Uint32Array)[row])),
            expected: live.map(({ row, text: line }) => ({
              row,
              start: column.starts[row] as number,
              match: naive(made, latin1(line)),
            })),
            used,
          };
        });
        const { expected, used } = result;
        expect(result.found.matched).toBe(expected.filter(({ match }) => match).length);
        expect(result.unsure).toEqual(
          made.isCertain ? [] : expected.flatMap(({ row, match }) => (match ? [] : [row])),
        );
        expect(result.edges).toEqual(
          expected.map(({ start, match }) =>
            used.map((list) => (match ? start + (match.edges[list] as number) : noSlice)),
          ),
        );
      }),
      runs(400),
    );
  });

  it('knows nothing of rows that are too long', () => {
    const long = new Uint8Array(longestMatched + 1).fill(97);
    const all: MatchPlan = {
      steps: [
        {
          ascii: new Uint8Array(128).fill(1),
          takesOthers: true,
          min: 0,
          max: Number.POSITIVE_INFINITY,
          then: [],
        },
      ],
      seek: undefined,
      reachesEnd: true,
      isCertain: true,
    };
    const one = { texts: [long.subarray(1), long], gap: 1, offset: 0, stale: 10, selection: undefined };
    onBoth(one, (kernels, { arena, column, rows }) => {
      const unsure = room(arena, 2);
      expect(kernels.matchSteps(column, rows, all, { lists: [], unsure })).toEqual({ matched: 1, unsure: 1 });
      expect(unsure[0]).toBe(1);
    });
  });
});
