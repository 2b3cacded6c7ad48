import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKernels, type Dictionary, type DictionaryOptions } from '../src/index.ts';
import { fast, latin1, onBoth, plain, rowCases, rowsOf, runs, textByte } from './arbitrary.ts';

const byte = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(97, 98) },
  { weight: 2, arbitrary: fc.constantFrom(32, 10) },
  { weight: 1, arbitrary: fc.constantFrom(0, 0xc3, 0xa9) },
);
/** Keys that share beginnings and lengths around the eight bytes of an entry. */
const key = fc
  .tuple(
    fc.constantFrom('', 'a', 'abcdefg', 'abcdefgh', 'abcdefghi', 'abcdefghijklmnop', 'x'.repeat(70)),
    fc.nat(40),
    fc.constantFrom('', 'z', '\0'),
  )
  .map(([head, number, tail]) => Uint8Array.from(`${head}${number}${tail}`, (c) => c.charCodeAt(0)));
const small = fc.record({
  maximumKeys: fc.constantFrom(undefined, 0, 1, 5, 12),
  maximumBytes: fc.constantFrom(undefined, 0, 9, 60),
});

function make(kernels: typeof plain, options: object): Dictionary {
  return kernels.createDictionary(JSON.parse(JSON.stringify(options)) as DictionaryOptions);
}

function keysOf(dictionary: Dictionary): string[] {
  return Array.from({ length: dictionary.size }, (_, id) => latin1(dictionary.key(id)));
}

describe('a dictionary', () => {
  it('numbers slices in the order they are first seen', () => {
    fc.assert(
      fc.property(fc.array(rowsOf(key, 30), { minLength: 1, maxLength: 3 }), small, (cases, options) => {
        const [a, b] = [make(plain, options), make(fast, options)];
        const known: string[] = [];
        for (const one of cases) {
          const made = onBoth(one, (kernels, { arena, column, rows, live }) => {
            const dictionary = kernels.isPlain ? a : b;
            const ids = (arena.int32(live.length) as Int32Array).fill(-7);
            const result = dictionary.intern(column, rows, ids);
            return { result, ids: [...ids.subarray(0, result.rows)], keys: keysOf(dictionary), live };
          });
          const texts = made.live.slice(0, made.result.rows).map(({ text }) => latin1(text));
          for (const text of texts) if (!known.includes(text)) known.push(text);
          expect(made.keys).toEqual(known);
          expect(made.ids).toEqual(texts.map((text) => known.indexOf(text)));
          expect(made.result.isFull).toBe(made.result.rows < made.live.length);
        }
        expect(known.length).toBeLessThanOrEqual(options.maximumKeys ?? known.length);
        expect(known.join('').length).toBeLessThanOrEqual(options.maximumBytes ?? Number.POSITIVE_INFINITY);
        b.dispose();
      }),
      runs(150),
    );
  });

  it('numbers words as split cuts them and stops at whole rows', () => {
    fc.assert(
      fc.property(
        rowCases(byte, 40),
        small,
        fc.nat(300),
        fc.record({ from: fc.nat(3), hasParents: fc.boolean() }),
        (one, options, limit, { from, hasParents }) => {
          const made = onBoth(one, (kernels, { arena, column, rows, live }) => {
            const dictionary = make(kernels, options);
            const ids = arena.int32(limit) as Int32Array;
            const parents = hasParents ? (arena.uint32(limit) as Uint32Array) : undefined;
            const result = dictionary.internWords(column, rows, { ids, parents }, from);
            const words = Array.from({ length: result.words }, (_, i) =>
              latin1(dictionary.key(ids[i] as number)),
            );
            const keys = keysOf(dictionary);
            dictionary.dispose();
            return { result, words, keys, parents: parents && [...parents.subarray(0, result.words)], live };
          });
          const byRow = made.live.slice(from).map(({ row, text }) =>
            latin1(text)
              .split(/[\t\n\v\f\r ]+/)
              .filter((word) => word !== '')
              .map((word) => ({ row, word })),
          );
          const done = byRow.slice(0, made.result.rows).flat();
          expect(made.words).toEqual(done.map(({ word }) => word));
          expect(made.result.bytes).toBe(done.reduce((sum, { word }) => sum + word.length, 0));
          if (hasParents) expect(made.parents).toEqual(done.map(({ row }) => row));
          if (made.result.rows < byRow.length && !made.result.isFull)
            expect(done.length + (byRow[made.result.rows]?.length ?? 0)).toBeGreaterThan(limit);
        },
      ),
      runs(250),
    );
  });

  it('takes slices that lie elsewhere as well', () => {
    fc.assert(
      fc.property(rowCases(textByte, 30), small, fc.nat(60), (one, options, limit) => {
        const made = onBoth(one, (kernels, { column, rows, live }) => {
          const elsewhere = { ...column, bytes: Uint8Array.from(column.bytes.subarray(0, 8192)) };
          const dictionary = make(kernels, options);
          const ids = new Int32Array(live.length);
          const interned = dictionary.intern(elsewhere, rows, ids);
          const words = new Int32Array(limit);
          const parents = new Uint32Array(limit);
          const result = dictionary.internWords(elsewhere, rows, { ids: words, parents }, 0);
          const keys = keysOf(dictionary);
          dictionary.dispose();
          return {
            interned,
            result,
            keys,
            ids: [...ids.subarray(0, interned.rows)],
            words: [...words.subarray(0, result.words)],
            parents: [...parents.subarray(0, result.words)],
          };
        });
        expect(new Set(made.keys).size).toBe(made.keys.length);
      }),
      runs(100),
    );
  });

  it('grows to many keys of all lengths, and finds each of them again', () => {
    const dictionary = fast.createDictionary();
    const texts = Array.from(
      { length: 9_000 },
      (_, i) => `${'K'.repeat(i % 23)}${i.toString(36)}${i % 7 ? '' : 'ü'}`,
    );
    expect(texts.findIndex((text, id) => dictionary.internText(text) !== id)).toBe(-1);
    expect(dictionary.size).toBe(texts.length);
    const encoder = new TextEncoder();
    const isLost = (text: string, id: number): boolean =>
      dictionary.find(encoder.encode(text)) !== id || dictionary.keyText(id) !== text;
    expect(texts.findIndex(isLost)).toBe(-1);
    expect(dictionary.find(new TextEncoder().encode('not there'))).toBe(-1);
    const other = fast.createDictionary();
    other.restore(dictionary.snapshot());
    expect(other.snapshot()).toEqual(dictionary.snapshot());
    expect(other.snapshot().bytes.buffer).toBeInstanceOf(ArrayBuffer);
    expect(() => fast.createDictionary({ maximumKeys: 10 }).restore(dictionary.snapshot())).toThrow(
      expect.objectContaining({ code: 'KERNEL_DICTIONARY_FULL' }),
    );
    dictionary.clear();
    expect(dictionary.internText('fresh')).toBe(0);
    dictionary.dispose();
    expect(() => dictionary.internText('x')).toThrow(expect.objectContaining({ code: 'KERNEL_DISPOSED' }));
    other.dispose();
  });

  it('takes keys longer than an arena and keeps words apart that share long beginnings', () => {
    for (const kernels of [plain, fast]) {
      const dictionary = kernels.createDictionary();
      const long = new Uint8Array(400_000).fill(97);
      expect(dictionary.internBytes(long)).toBe(0);
      expect(dictionary.internBytes(long.subarray(1))).toBe(1);
      expect(dictionary.find(long)).toBe(0);
      expect(dictionary.key(0).length).toBe(400_000);
      expect([0, 1].map((id) => dictionary.keyLength(id))).toEqual([400_000, 399_999]);
      expect(() => dictionary.keyLength(2)).toThrow(expect.objectContaining({ code: 'KERNEL_ARGUMENT' }));
      dictionary.dispose();
    }
  });

  it('is full when the memory is used up, and goes on with the keys it knows', () => {
    const kernels = createKernels({ maximumBytes: 2 * 1024 * 1024 });
    const dictionary = kernels.createDictionary();
    let id = 0;
    while (dictionary.internText(`key ${id}`) >= 0) id++;
    expect(id).toBeGreaterThan(1000);
    expect(dictionary.internText('key 17')).toBe(17);
    expect(dictionary.internText('another')).toBe(-1);
    expect(dictionary.keyText(id - 1)).toBe(`key ${id - 1}`);
  });
});

describe('hashes', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }).map((one) => new TextEncoder().encode(one)),
    fc.uint8Array({ maxLength: 30 }),
    fc.string({ maxLength: 90 }).map((one) => new TextEncoder().encode(one)),
  );

  it('of Java are those of the text that a decoder reads', () => {
    fc.assert(
      fc.property(rowsOf(text), fc.integer({ min: 1, max: 40 }), (one, partitions) => {
        const made = onBoth(one, (kernels, { arena, column, rows, live }) => {
          const hashes = arena.int32(live.length) as Int32Array;
          const parts = arena.int32(live.length) as Int32Array;
          const dictionary = kernels.createDictionary();
          const ids = arena.int32(live.length) as Int32Array;
          const cached = arena.int32(live.length) as Int32Array;
          kernels.hash(column, rows, 'java', hashes);
          kernels.partition(hashes, partitions, parts);
          dictionary.intern(column, rows, ids);
          dictionary.javaHashes(ids, cached);
          dictionary.dispose();
          return { hashes: [...hashes], parts: [...parts], cached: [...cached], live };
        });
        const expected = made.live.map(({ text: bytes }) => {
          let hash = 0;
          const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
          for (let i = 0; i < decoded.length; i++) hash = (Math.imul(hash, 31) + decoded.charCodeAt(i)) | 0;
          return hash;
        });
        expect(made.hashes).toEqual(expected);
        expect(made.cached).toEqual(expected);
        const mod = (hash: number): number =>
          Number(((BigInt(hash) % BigInt(partitions)) + BigInt(partitions)) % BigInt(partitions));
        expect(made.parts).toEqual(expected.map(mod));
      }),
      runs(300),
    );
  });

  it('of murmur3 are the published ones', () => {
    const published: readonly (readonly [string, number])[] = [
      ['', 0],
      ['hello', 0x248bfa47],
      ['hello, world', 0x149bbb7f],
      ['The quick brown fox jumps over the lazy dog', 0x2e4ff723],
    ];
    const bytes = published.map(([one]) => new TextEncoder().encode(one));
    const one = { texts: bytes, gap: 1, offset: 3, stale: 255, selection: undefined };
    const hashes = onBoth(one, (kernels, { arena, column, rows }) => {
      const into = arena.int32(rows.rows) as Int32Array;
      kernels.hash(column, rows, 'murmur3', into);
      return [...into].map((hash) => hash >>> 0);
    });
    expect(hashes).toEqual(published.map(([, hash]) => hash));
  });

  it('of murmur3 agree on any bytes', () => {
    fc.assert(
      fc.property(rowsOf(text), (one) => {
        onBoth(one, (kernels, { arena, column, rows, live }) => {
          const into = arena.int32(live.length) as Int32Array;
          kernels.hash(column, rows, 'murmur3', into);
          return [...into];
        });
      }),
      runs(150),
    );
  });
});

describe('counts by id', () => {
  it('are those of a loop, and ids behind the counts are left out', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.double({ noNaN: true })), { maxLength: 50 }), (pairs) => {
        const one = { texts: [], gap: 0, offset: 0, stale: 0, selection: undefined };
        const made = onBoth(one, (kernels, { arena }) => {
          const ids = arena.int32(pairs.length) as Int32Array;
          const values = arena.float64(pairs.length) as Float64Array;
          const counts = (arena.float64(8) as Float64Array).fill(0);
          const sums = (arena.float64(8) as Float64Array).fill(0);
          pairs.forEach(([id, value], i) => {
            ids[i] = id;
            values[i] = value;
          });
          kernels.countIds(ids, counts);
          kernels.sumIds(ids, values, sums);
          const again = (arena.float64(8) as Float64Array).fill(0);
          const firsts = arena.int32(pairs.length) as Int32Array;
          const found = kernels.countFirsts(ids, again, firsts);
          return {
            counts: [...counts],
            sums: [...sums],
            again: [...again],
            firsts: [...firsts.subarray(0, found)],
          };
        });
        const counts = new Array<number>(8).fill(0);
        const sums = new Array<number>(8).fill(0);
        for (const [id, value] of pairs) {
          if (id >= 8) continue;
          counts[id] = (counts[id] as number) + 1;
          sums[id] = (sums[id] as number) + value;
        }
        const firsts = [...new Set(pairs.map(([id]) => id).filter((id) => id < 8))];
        expect(made).toEqual({ counts, sums, again: counts, firsts });
      }),
      runs(150),
    );
  });
});
