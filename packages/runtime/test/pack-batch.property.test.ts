import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Batch, Column } from '../src/batch.ts';
import { readRecords } from '../src/batch-read.ts';
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

it('a batch is the same on the other side of a thread, its dead rows left behind', () => {
  fc.assert(
    fc.property(batches, (batch) => {
      const packed = packBatch(batch);
      const there = unpackBatch(structuredClone(packed, { transfer: [packed.buffer] }));
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
