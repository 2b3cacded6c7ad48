import { poisonedKernels } from '@sluice/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Batch, Column } from '../src/batch.ts';
import { readRecords } from '../src/batch-read.ts';
import { WordLinks, WordMirrors } from '../src/keyed/word-links.ts';
import { WordTable } from '../src/keyed/word-table.ts';
import { packBatch, unpackBatch } from '../src/pack-batch.ts';
import { encodeUtf8 } from '../src/text.ts';

/** Rows of texts as bytes, with garbage between them as in a slab. */
function bytesColumn(texts: readonly string[], gap: number): Column {
  const parts = texts.map((text) => encodeUtf8(text));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length + gap, 7)).fill(0xff);
  const starts = new Uint32Array(texts.length);
  const ends = new Uint32Array(texts.length);
  let at = 7;
  for (const [i, part] of parts.entries()) {
    bytes.set(part, at);
    starts[i] = at;
    ends[i] = at + part.length;
    at += part.length + gap;
  }
  return { kind: 'bytes', bytes, starts, ends, isAscii: texts.every((text) => /^[\x00-\x7f]*$/.test(text)) };
}

const text = fc.string({ unit: 'binary', maxLength: 12 });
const value = fc.oneof(
  text,
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.array(text),
);

const batches = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.infiniteStream(fc.tuple(text, fc.double(), value, fc.boolean())))
  .chain(([rows, stream]) =>
    fc.record({
      rows: fc.constant([...stream.take(rows)]),
      gap: fc.integer({ min: 0, max: 3 }),
      isSelected: fc.boolean(),
      hasRoots: fc.boolean(),
    }),
  )
  .map(({ rows, gap, isSelected, hasRoots }): Batch => {
    const columns = new Map<string, Column>([
      [
        'text',
        bytesColumn(
          rows.map(([one]) => one),
          gap,
        ),
      ],
      ['number', { kind: 'number', values: Float64Array.from(rows, ([, one]) => one) }],
      ['value', { kind: 'value', values: rows.map(([, , one]) => one) }],
      ['strings', { kind: 'value', values: rows.map(([one]) => one) }],
      ['all', { kind: 'constant', value: { of: ['a', 1] } }],
      [
        'headers',
        {
          kind: 'headers',
          headers: new Map([
            [
              'h',
              bytesColumn(
                rows.map(([one]) => one),
                gap,
              ),
            ],
          ]),
        },
      ],
    ]);
    const selection = isSelected
      ? Uint32Array.from(rows.flatMap(([, , , isLive], i) => (isLive ? [i] : [])))
      : undefined;
    const batch = { rows: rows.length, selection, columns, ingestMs: 5 };
    return hasRoots ? { ...batch, roots: Int32Array.from(rows, (_, i) => i * 3) } : batch;
  });

const noWords = (): never => {
  throw new Error('no words here');
};

it('a batch is the same on the other side of a thread, its dead rows left behind', () => {
  fc.assert(
    fc.property(batches, (batch) => {
      const packed = packBatch(batch, noWords);
      const there = unpackBatch(structuredClone(packed, { transfer: [packed.buffer] }), noWords);
      expect(readRecords(there)).toEqual(readRecords(batch));
      expect(there.ingestMs).toBe(5);
      const live = batch.selection ?? Uint32Array.from({ length: batch.rows }, (_, i) => i);
      expect(there.roots && [...there.roots]).toEqual(
        batch.roots && [...live].map((row) => batch.roots?.[row]),
      );
    }),
    { numRuns: 300 },
  );
});

it('words cross by number, each word once, and mean the same on the other side', () => {
  const kernels = poisonedKernels();
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 3 }))),
      (rounds) => {
        const table = new WordTable(kernels);
        const links = new WordLinks();
        const mirrors = new WordMirrors(kernels);
        const crossed: string[] = [];
        for (const words of rounds) {
          const text = bytesColumn([words.join(' ')], 0);
          if (text.kind !== 'bytes') throw new Error('no bytes');
          const cut = table.cut(text, { rows: 1, selection: undefined }, { from: 0, hasParents: false });
          if (!cut) throw new Error('no room');
          const columns = new Map<string, Column>([['word', { kind: 'word', ids: cut.ids.slice(), table }]]);
          cut.slab?.release();
          const batch = { rows: words.length, selection: undefined, columns, ingestMs: 0 };
          const packed = packBatch(batch, (one) => {
            const news = links.news(one, 1);
            crossed.push(
              ...Buffer.from(news.words)
                .toString()
                .split(' ')
                .filter((word) => word !== ''),
            );
            return news;
          });
          const there = unpackBatch(structuredClone(packed), (news, ids) => mirrors.column(0, news, ids));
          expect(readRecords(there).map(({ word }) => word)).toEqual(words);
        }
        expect(crossed).toEqual([...new Set(rounds.flat())]);
      },
    ),
    { numRuns: 100 },
  );
});
