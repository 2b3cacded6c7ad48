import { createKernels } from '@sluice/kernels';
import { countedKernels, poisonedKernels } from '@sluice/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Batch, type BytesColumn, liveRows } from '../src/batch.ts';
import { textColumn, withColumn } from '../src/batch-build.ts';
import { selectRows } from '../src/batch-cut.ts';
import { readRecords } from '../src/batch-read.ts';
import { createTransform } from '../src/operators/create-transform.ts';
import { createRandom } from '../src/random.ts';
import { identityRoots } from '../src/roots.ts';
import { kernelSlabs } from '../src/slab.ts';
import { randomCuts } from './pipeline.ts';

const schema = { shape: 'tuple', fields: [{ name: 'value', type: 'string' }] } as const;
const tagSchema = { shape: 'tuple', fields: [{ name: 'tag', type: 'string' }] } as const;
const operator = {
  id: 'tags',
  stage: 's',
  kind: 'flat-map',
  parallelism: { executors: 1, tasks: 1 },
  origin: {},
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out', schema: tagSchema }],
  each: { kind: 'expression', text: "json(value, '$.tags[*].text')" },
  field: tagSchema.fields[0],
} as unknown as Parameters<typeof createTransform>[0];

const tag = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('a', 'storm', 'größe', '日本', '') },
  { weight: 1, arbitrary: fc.constantFrom('a"b', '\n', 7, null, true, ['x'], { text: 'y' }) },
);
const line = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .record({ id: fc.nat(), tags: fc.array(fc.record({ text: tag, at: fc.nat(9) }), { maxLength: 4 }) })
      .map((tweet) => JSON.stringify(tweet)),
  },
  { weight: 1, arbitrary: fc.constantFrom('', 'no json', '{"tags":7}', '[]', '{"tags":[{"text":"a"}', '{}') },
);

/** The column in memory that kernels reach. */
function reached(column: BytesColumn, slabs = kernelSlabs(poisonedKernels())): BytesColumn {
  const slab = slabs.take(column.bytes.length);
  slab.bytes.set(column.bytes);
  const starts = slab.uint32(column.starts.length);
  const ends = slab.uint32(column.ends.length);
  starts.set(column.starts);
  ends.set(column.ends);
  return { ...column, bytes: slab.bytes, starts, ends };
}

function batchOf(lines: readonly string[], isReached: boolean): Batch {
  const column = textColumn(lines);
  const batch = { rows: lines.length, selection: undefined, columns: new Map(), ingestMs: 0 };
  const whole = withColumn(batch, 'value', isReached ? reached(column) : column);
  const live = Uint32Array.from(lines.keys()).filter((row) => row % 5 !== 4);
  return { ...selectRows(whole, live), roots: identityRoots(lines.length) };
}

function tagsOf(batch: Batch, seed: number, kernels = poisonedKernels()): unknown[] {
  const transform = createTransform(operator, { input: schema, now: () => 0, kernels });
  const found: unknown[] = [];
  for (const piece of randomCuts(batch, liveRows(batch), createRandom(seed, 'cuts')))
    transform.process(piece, 'in', (_output, tags) =>
      found.push(...readRecords(tags).map(({ tag: text }, i) => [tags.roots?.[i], text])),
    );
  return found;
}

describe('texts in JSON', () => {
  it('found as bytes are those the expression finds, wherever the text lies and however it is cut', () => {
    const plain = createKernels({ isPlain: true });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), fc.integer(), (lines, seed) => {
        const wanted = tagsOf(batchOf(lines, false), seed, plain);
        expect(tagsOf(batchOf(lines, false), seed)).toEqual(wanted);
        expect(tagsOf(batchOf(lines, true), seed)).toEqual(wanted);
      }),
    );
  });

  it('are found by the kernel where there is nothing else', () => {
    const { kernels, calls } = countedKernels();
    const lines = Array.from({ length: 5000 }, (_, i) => `{"tags":[{"text":"t${i % 7}"},{"text":"u"}]}`);
    expect(tagsOf(batchOf(lines, false), 1, kernels)).toHaveLength(8000);
    expect(calls.get('json')).toBeGreaterThan(0);
  });
});
