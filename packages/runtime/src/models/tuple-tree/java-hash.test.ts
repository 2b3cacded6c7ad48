import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { textColumn } from '../../batch-build.ts';
import {
  combine,
  floorMod,
  hashBoolean,
  hashCell,
  hashDouble,
  hashLong,
  hashString,
  hashUtf8,
  hashValue,
} from './java-hash.ts';
import { JavaRandom } from './java-random.ts';
import { partialKeyTasks } from './partitioner.ts';

interface Vector {
  readonly values: readonly { readonly t: string; readonly v: string }[];
  readonly deepHashCode: number;
  readonly index: { readonly [tasks: string]: number };
  readonly partialKey: { readonly [tasks: string]: readonly [number, number] };
}
/** Written by a JVM running Storm's own grouping classes. */
const vectors = JSON.parse(
  readFileSync(new URL('../../../test/golden/grouping-vectors.json', import.meta.url), 'utf8'),
) as readonly Vector[];

function hashOf({ t, v }: { t: string; v: string }): number {
  switch (t) {
    case 'Integer':
      return Number(v) | 0;
    case 'Long':
      return hashLong(Number(v));
    case 'Double':
      return hashDouble(Number(v));
    case 'Boolean':
      return hashBoolean(v === 'true');
    default:
      return hashString(v);
  }
}

describe('hash codes of the JVM', () => {
  it.each(vectors)('gives the deep hash and the task of $values', (vector) => {
    const hash = vector.values.reduce((h, value) => combine(h, hashOf(value)), 1);
    expect(hash).toBe(vector.deepHashCode);
    for (const [tasks, index] of Object.entries(vector.index)) {
      expect(floorMod(hash, Number(tasks))).toBe(index);
    }
  });

  it.each(vectors)('gives both candidates of partial key grouping for $values', (vector) => {
    const random = new JavaRandom();
    for (const [tasks, pair] of Object.entries(vector.partialKey)) {
      const hashes = Int32Array.from(vector.values, hashOf);
      expect(partialKeyTasks(random, hashes, Number(tasks))).toEqual(pair);
    }
  });

  it('hashes UTF-8 bytes as the text they are', () => {
    const texts = ['', 'word', 'héllo 😀', '\u0000', '日本'];
    const column = textColumn(texts);
    texts.forEach((text, row) => {
      expect(hashUtf8(column, row)).toBe(hashString(text));
      expect(hashCell(column, row)).toBe(hashString(text));
    });
  });

  it('hashes lists, maps, null and not-a-number as Java collections do', () => {
    expect(hashValue(['a', 'b'])).toBe(31 * (31 + 97) + 98);
    expect(hashValue({ a: 1, b: null })).toBe((97 ^ 1) + 98);
    expect(hashValue(null)).toBe(0);
    expect(hashValue(Number.NaN, 'double')).toBe(2146959360);
    expect(hashValue(-1)).toBe(0);
    expect(hashValue(1, 'double')).toBe(1072693248);
  });
});
