import { createKernels } from '@sluice/kernels';
import { poisonedKernels } from '@sluice/testkit';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Batch, liveRows } from '../src/batch.ts';
import { batchOfValues, textColumn, withColumn } from '../src/batch-build.ts';
import { concatBatches, selectRows, sliceBatch } from '../src/batch-cut.ts';
import { byteSize, columnOf, readRecords } from '../src/batch-read.ts';
import { KeyDictionary } from '../src/keyed/key-dictionary.ts';
import { createPartitioner } from '../src/models/tuple-tree/partitioner.ts';
import { createTransform } from '../src/operators/create-transform.ts';
import { createRandom } from '../src/random.ts';
import type { Slab } from '../src/slab.ts';
import { randomCuts } from './pipeline.ts';

const schema = { shape: 'tuple', fields: [{ name: 'line', type: 'string' }] } as const;
const wordSchema = { shape: 'tuple', fields: [{ name: 'word', type: 'string' }] } as const;
const base = {
  id: 'split',
  stage: 's',
  kind: 'flat-map',
  parallelism: { executors: 1, tasks: 1 },
  origin: {},
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out', schema: wordSchema }],
  each: { kind: 'expression', text: 'words(line)' },
  field: wordSchema.fields[0],
} as unknown as Parameters<typeof createTransform>[0];

/** Lines of few words, some of them not ASCII, with all kinds of white space between. */
const lines = fc.array(
  fc
    .array(fc.constantFrom('a', 'bb', 'a-rather-long-word-of-its-own', 'é', 'x1', ' ', '\t', '  ', ' \r '), {
      maxLength: 12,
    })
    .map((parts) => parts.join('')),
  { maxLength: 40 },
);

/** The same lines as bytes, every third row dead. */
function batchOf(texts: readonly string[]): Batch {
  const padded = texts.flatMap((text, i) => (i % 3 === 2 ? ['dead a bb', text] : [text]));
  const live = padded.flatMap((text, i) => (text === 'dead a bb' ? [] : [i]));
  const batch = withColumn(batchOfValues({ line: padded }, 0), 'line', textColumn(padded));
  return { ...selectRows(batch, Uint32Array.from(live)), roots: Int32Array.from(padded, (_, i) => i) };
}

const kept: Slab[] = [];

/** Holds the slab of a batch until the next run of a property. */
function keep({ slab }: Batch): void {
  slab?.retain();
  if (slab) kept.push(slab);
}

function releaseKept(): void {
  for (const slab of kept.splice(0)) slab.release();
}

/** The pieces of the lines cut into words, numbered or not. */
function split(
  texts: readonly string[],
  seed: number,
  isCounted: boolean,
  kernels = poisonedKernels(),
): Batch[] {
  const transform = createTransform(base, { input: schema, now: () => 0, kernels, isCounted });
  const made: Batch[] = [];
  const batch = batchOf(texts);
  for (const piece of randomCuts(batch, liveRows(batch), createRandom(seed, 'cuts')))
    transform.process(piece, 'in', (_output, words) => {
      keep(words);
      made.push(words);
    });
  return made;
}

const sizeOf = (batches: readonly Batch[]): number =>
  batches.reduce((sum, batch) => sum + byteSize(batch), 0);
const text = (batches: readonly Batch[]): unknown[] => batches.flatMap((batch) => [...readRecords(batch)]);
const roots = (batches: readonly Batch[]): number[] => batches.flatMap((batch) => [...(batch.roots ?? [])]);

describe('numbered words', () => {
  beforeEach(releaseKept);

  it('are the words themselves, with their roots and bytes, whole, sliced and joined', () => {
    fc.assert(
      fc
        .property(lines, fc.integer(), (texts, seed) => {
          const plain = split(texts, seed, false);
          const numbered = split(texts, seed, true);
          expect(text(numbered)).toEqual(text(plain));
          expect(roots(numbered)).toEqual(roots(plain));
          expect(sizeOf(numbered)).toEqual(sizeOf(plain));
          expect(readRecords(concatBatches(numbered))).toEqual(text(plain));
          const cut = (batches: readonly Batch[]): Batch[] =>
            batches.map((batch) => sliceBatch(batch, 1, Math.max(batch.rows - 2, 0)));
          expect(text(cut(numbered))).toEqual(text(cut(plain)));
          expect(cut(numbered).map((batch) => byteSize(batch))).toEqual(
            cut(plain).map((batch) => byteSize(batch)),
          );
        })
        .beforeEach(releaseKept),
    );
  });

  it('go to the tasks the words go to', () => {
    fc.assert(
      fc
        .property(lines, fc.integer({ min: 1, max: 5 }), (texts, tasks) => {
          const sent = (batches: readonly Batch[]): unknown[][] => {
            const byTask = Array.from({ length: tasks }, (): unknown[] => []);
            const partition = createPartitioner(
              { kind: 'hash', fields: ['word'], function: 'java' },
              { schema: wordSchema, tasks, sourceTask: 0 },
            );
            for (const batch of batches)
              partition(batch, (task, part) => byTask[task]?.push(...readRecords(part)));
            return byTask;
          };
          expect(sent(split(texts, 1, true))).toEqual(sent(split(texts, 1, false)));
        })
        .beforeEach(releaseKept),
    );
  });

  it('are keys like the same words as bytes or values, in whatever order they come', () => {
    const kinds = fc.array(fc.tuple(fc.constantFrom('numbered', 'other table', 'bytes', 'values'), lines), {
      maxLength: 6,
    });
    fc.assert(
      fc
        .property(kinds, (parts) => {
          const keys = new KeyDictionary();
          const ids = new Map<unknown, number>();
          const tables = { numbered: splitter(), 'other table': splitter() };
          for (const [kind, texts] of parts) {
            const batches =
              kind === 'bytes'
                ? split(texts, 1, false)
                : kind === 'values'
                  ? split(texts, 1, false).map((batch) => asValues(batch))
                  : tables[kind](texts);
            for (const batch of batches) {
              const found = keys.ids(columnOf(batch, 'word'), batch);
              readRecords(batch).forEach(({ word }, i) => {
                const id = found[i] as number;
                expect(ids.get(word) ?? id).toBe(id);
                ids.set(word, id);
                expect(keys.value(id)).toBe(word);
              });
            }
          }
          expect(new Set(ids.values()).size).toBe(ids.size);
          for (const [word, id] of ids) expect(keys.idOf(word)).toBe(id);
        })
        .beforeEach(releaseKept),
    );
  });

  it('give way to plain words where there are more than memory holds', () => {
    const kernels = createKernels({ maximumBytes: 4 * 1024 * 1024 });
    const texts = Array.from({ length: 3000 }, (_, i) =>
      Array.from({ length: 60 }, (_, k) => `w${i}-${k}`).join(' '),
    );
    const numbered = split(texts, 3, true, kernels);
    expect(text(numbered)).toEqual(text(split(texts, 3, false)));
    expect(columnOf(numbered.at(-1) as Batch, 'word')?.kind).toBe('bytes');
  });

  it('are cut from rows longer than what is copied at once', () => {
    const long = 'abc '.repeat(100_000);
    const texts = ['x', long, 'y z', long.trim()];
    expect(text(split(texts, 3, true))).toEqual(text(split(texts, 3, false)));
  });
});

/** Cuts lines with one table for all of them. */
function splitter(): (texts: readonly string[]) => Batch[] {
  const transform = createTransform(base, {
    input: schema,
    now: () => 0,
    kernels: poisonedKernels(),
    isCounted: true,
  });
  return (texts) => {
    const made: Batch[] = [];
    transform.process(batchOf(texts), 'in', (_output, words) => {
      keep(words);
      made.push(words);
    });
    return made;
  };
}

function asValues(batch: Batch): Batch {
  const values = readRecords(batch).map((record) => record.word);
  return withColumn({ ...batch, selection: undefined, rows: values.length }, 'word', {
    kind: 'value',
    values,
  });
}
