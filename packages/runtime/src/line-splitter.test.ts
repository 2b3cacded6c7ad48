import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BytesColumn } from './batch.ts';
import { readBytesText } from './batch-read.ts';
import { LineSplitter, splitLines } from './line-splitter.ts';

const texts = (column: BytesColumn | undefined): string[] =>
  column ? Array.from(column.starts, (_, row) => readBytesText(column, row)) : [];

/** Lines of pieces pushed one by one, taken in between. */
function linesOf(
  pieces: readonly string[],
  options: ConstructorParameters<typeof LineSplitter>[0],
  max = 3,
): string[] {
  const splitter = new LineSplitter(options);
  const columns: BytesColumn[] = [];
  const drain = (): void => {
    for (let column = splitter.take(max); column; column = splitter.take(max)) columns.push(column);
  };
  for (const piece of pieces) {
    splitter.push(Buffer.from(piece, 'latin1'));
    drain();
  }
  const rest = splitter.end();
  if (rest) columns.push(rest);
  // Read at the end: earlier columns must not have been written over.
  return columns.flatMap(texts);
}

const pieces = fc.array(
  fc
    .string({ unit: fc.constantFrom('a', 'b', '\n', '\r', 'é'), maxLength: 30 })
    .map((piece) => Buffer.from(piece, 'utf8').toString('latin1')),
  { maxLength: 20 },
);

describe('line splitter', () => {
  it('finds the lines of the whole, however the bytes arrive', () => {
    fc.assert(
      fc.property(pieces, fc.integer({ min: 16, max: 64 }), (input, slabBytes) => {
        const whole = Buffer.from(input.join(''), 'latin1').toString('utf8');
        const expected = whole.split('\n');
        if (expected.at(-1) === '') expected.pop();
        expect(linesOf(input, { slabBytes })).toEqual(expected);
        expect(texts(splitLines(Buffer.from(whole, 'utf8')))).toEqual(expected);
      }),
    );
  });

  const ascii = pieces.map((input) => input.map((piece) => piece.replace(/[^ab\n]/g, 'a')));

  it('cuts lines that are too long', () => {
    fc.assert(
      fc.property(ascii, fc.integer({ min: 1, max: 8 }), (input, maxLine) => {
        const expected = input
          .join('')
          .split('\n')
          .flatMap((line) =>
            line === '' ? [''] : (line.match(new RegExp(`.{1,${maxLine}}`, 'g')) as string[]),
          );
        if (expected.at(-1) === '') expected.pop();
        expect(linesOf(input, { slabBytes: 32, maxLine })).toEqual(expected);
      }),
    );
  });

  it('truncates lines that are too long', () => {
    fc.assert(
      fc.property(ascii, fc.integer({ min: 1, max: 8 }), (input, maxLine) => {
        const lines = input.join('').split('\n');
        if (lines.at(-1) === '') lines.pop();
        expect(linesOf(input, { slabBytes: 32, maxLine, overlong: 'truncate' })).toEqual(
          lines.map((line) => line.slice(0, maxLine)),
        );
      }),
    );
  });

  it('keeps memory bounded when no line ever ends', () => {
    const splitter = new LineSplitter({ slabBytes: 1024, maxLine: 4096, overlong: 'truncate' });
    let longest = 0;
    for (let i = 0; i < 1000; i++) {
      splitter.push(new Uint8Array(512).fill(97));
      splitter.take(10);
      longest = Math.max(longest, splitter.pendingBytes);
    }
    expect(longest).toBeLessThan(8192);
    expect(splitter.droppedBytes).toBeGreaterThan(500_000);
  });

  it('gives lines that stay when others are found, however many', () => {
    const textOf = (count: number, letter: string): string =>
      Array.from({ length: count }, (_, i) => letter.repeat(i % 7)).join('\n');
    const read = ({ bytes, starts, ends }: BytesColumn): string[] =>
      Array.from(starts, (start, i) => new TextDecoder().decode(bytes.subarray(start, ends[i])));
    const texts = [textOf(3000, 'a'), textOf(5, 'b'), '', textOf(1500, 'c')];
    const columns = texts.map((text) => splitLines(new TextEncoder().encode(text)));
    expect(columns.map(read)).toEqual(
      texts.map((text) => text.split('\n').filter((line, i, all) => line !== '' || i < all.length - 1)),
    );
  });
});
