import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flume } from '../engine.ts';
import { Places } from './places.ts';

const lens = flume.lens as NonNullable<typeof flume.lens>;

/** Counts lines from the beginning, for each offset anew. */
function counted(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r(?!\n)/);
  // Between the two characters of one line end it is still the line before.
  const isWithinEnd = text[offset - 1] === '\r' && text[offset] === '\n';
  if (isWithinEnd) lines.splice(-2, 2, `${lines.at(-2)}\r`);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

it('finds lines and columns as counting does', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\r\n', ' ') });
  fc.assert(
    fc.property(text, fc.nat(), (given, at) => {
      const offset = at % (given.length + 1);
      expect(new Places(given).range(offset, offset)).toMatchObject(counted(given, offset));
    }),
  );
});

it('reads texts of many lines, lines of many characters and many problems in linear time', () => {
  const head = 'a1.sources = r1\n';
  for (const body of [
    'a1.sources.r1.k = v\n'.repeat(40_000),
    'a1.sources.r1.k = é # x\n'.repeat(40_000),
    `a1.sources.r1.k = ${'v'.repeat(900_000)}\n`,
    'no key\n'.repeat(100_000),
    `a1.sources.r1.k = ${'\\u00zz'.repeat(100_000)}\n`,
  ]) {
    expect(lens.get(head + body).problems.length).toBeGreaterThanOrEqual(body.includes('vvv') ? 1 : 2);
  }
});

it('refuses what no person has written', () => {
  const code = (text: string): string | undefined => lens.get(text).problems[0]?.code;
  expect(code(`a1.sources = r1\n#${'x'.repeat(1_000_000)}`)).toBe('FLUME_TEXT_TOO_LONG');
  const names = Array.from({ length: 2001 }, (_, i) => `r${i}`).join(' ');
  expect(code(`a1.sources = ${names}\n`)).toBe('FLUME_TEXT_TOO_MANY');
});
