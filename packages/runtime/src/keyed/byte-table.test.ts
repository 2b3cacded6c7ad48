import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textColumn } from '../batch-build.ts';
import { decodeUtf8 } from '../text.ts';
import { ByteTable } from './byte-table.ts';

const key = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.string({ unit: fc.constantFrom('a', 'b', '\u0000'), maxLength: 20 }),
);

describe('a table of byte strings', () => {
  it('numbers keys as a map does', () => {
    fc.assert(
      fc.property(fc.array(fc.array(key, { maxLength: 60 }), { maxLength: 8 }), (batches) => {
        const table = new ByteTable();
        const known = new Map<string, number>();
        for (const texts of batches) {
          const ids = new Int32Array(texts.length);
          const unknown = table.idsOf(textColumn(texts), undefined, { ids, next: known.size });
          const before = known.size;
          for (const text of texts) if (!known.has(text)) known.set(text, known.size);
          expect([...ids]).toEqual(texts.map((text) => known.get(text)));
          expect(unknown).toBe(known.size - before);
        }
        for (const [text, id] of known) {
          const bytes = table.bytesOf(id);
          expect(decodeUtf8(bytes, 0, bytes.length)).toBe(text);
        }
      }),
    );
  });

  it('grows without losing a key', () => {
    const table = new ByteTable();
    const texts = Array.from(
      { length: 20_000 },
      (_, i) => `k${(i * 7919) % 20_000}-${i % 3 === 0 ? 'a longer one' : ''}`,
    );
    const ids = new Int32Array(texts.length);
    expect(table.idsOf(textColumn(texts), undefined, { ids, next: 0 })).toBe(new Set(texts).size);
    const again = new Int32Array(texts.length);
    expect(table.idsOf(textColumn(texts), undefined, { ids: again, next: texts.length })).toBe(0);
    expect(again).toEqual(ids);
  });

  it('looks at selected rows only', () => {
    const table = new ByteTable();
    const ids = new Int32Array(2);
    expect(table.idsOf(textColumn(['a', 'b', 'a']), Uint32Array.of(0, 2), { ids, next: 5 })).toBe(1);
    expect([...ids]).toEqual([5, 5]);
  });
});
