import type { MapOperator, Operator, RouteOperator } from '@sluice/ir';
import { eventSchema } from '@sluice/ir';
import { createKernels, type Kernels } from '@sluice/kernels';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Batch } from '../../src/batch.ts';
import { batchOfLines, withColumn } from '../../src/batch-build.ts';
import { compact, concatBatches, selectRows } from '../../src/batch-cut.ts';
import { readRecords, readText } from '../../src/batch-read.ts';
import { createMap } from '../../src/operators/map.ts';
import { createRouter } from '../../src/operators/route.ts';
import { kernelSlabs } from '../../src/slab.ts';

const fast = createKernels({ isPoisoning: true });
const plain = createKernels({ isPlain: true });
afterAll(() => fast.dispose());

const word = fc.string({ unit: fc.constantFrom('a', '1', '"', '-', 'é', ' '), maxLength: 5 });
const line = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(word, fc.nat(999), word).map(([a, n, b]) => `${a} ${n} "${b}"`) },
  { weight: 1, arbitrary: word },
  { weight: 1, arbitrary: fc.constantFrom('x 404 "y"\r', '404 404 "404"') },
);
const lineLists = fc.array(line, { minLength: 1, maxLength: 12 });
const picks = fc.option(fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), { nil: undefined });
const patterns = fc.constantFrom(
  '^([^ ]*) ([0-9]+) "([^"]*)"$',
  '^(\\S+) (\\d{1,3}) "(.*)"(?:\\r|\\n)?$',
  ' ([0-9]{3}) "(.)(.*)',
  '(\\S+?) (\\d+) (.*)$',
  '(a|[0-9])()(1*)',
);

/** Lines in a slab of the kernels, some of them dead. */
function inSlab(lines: readonly string[], isLive: readonly boolean[] | undefined): Batch {
  const bytes = new TextEncoder().encode(lines.map((one) => `${one}\n`).join(''));
  const slab = kernelSlabs(fast).take(bytes.length);
  slab.bytes.set(bytes);
  const [starts, ends] = [slab.uint32(64), slab.uint32(64)];
  const { rows, isAscii } = fast.lines({ bytes: slab.bytes, from: 0, to: bytes.length }, { starts, ends });
  const column = {
    kind: 'bytes',
    bytes: slab.bytes,
    starts: starts.subarray(0, rows),
    ends: ends.subarray(0, rows),
    isAscii,
    gap: 1,
  } as const;
  const batch = { ...withColumn(batchOfLines(bytes, { ingestMs: 0 }), 'body', column), slab };
  return isLive ? selectRows(batch, chosen(slab.uint32(rows), isLive)) : batch;
}

function chosen(into: Uint32Array, isLive: readonly boolean[]): Uint32Array {
  let count = 0;
  into.forEach((_, row) => {
    if (isLive[row]) into[count++] = row;
  });
  return into.subarray(0, count);
}

/** The same with texts instead of bytes: nothing but the slow ways can read it. */
function asValues(batch: Batch): Batch {
  const body = batch.columns.get('body');
  const values = Array.from({ length: batch.rows }, (_, row) => readText(body, row));
  const { slab, ...rest } = withColumn(batch, 'body', { kind: 'value', values });
  return slab ? rest : batch;
}

const operatorBase = {
  id: 'x',
  stage: 's',
  inputs: ['in'],
  outputs: [{ name: 'out', schema: eventSchema }],
  parallelism: { executors: 1, tasks: 1 },
  origin: {},
};
const options = (kernels: Kernels) => ({ input: eventSchema, now: () => 0, kernels });

function extraction(pattern: string): MapOperator {
  const quoted = `'${pattern.replaceAll('\\', '\\\\')}'`;
  const assign = [1, 2, 3].map((group) => ({
    field: { name: `headers.h${group}`, type: 'string' as const },
    value: {
      kind: 'expression' as const,
      text: `coalesce(extract(body, ${quoted}, ${group}), headers['h${4 - group}'])`,
    },
  }));
  return { ...operatorBase, kind: 'map', keep: true, assign };
}

function mapped(operator: Operator, kernels: Kernels, batch: Batch): Batch | undefined {
  let result: Batch | undefined;
  createMap(operator as MapOperator, options(kernels)).process(batch, 'in', (_output, made) => {
    result = made;
  });
  return result;
}

describe('the fast ways give what the slow ones give', () => {
  it('for groups of a pattern, the headers copied with the body, and routes by them', () => {
    fc.assert(
      fc.property(lineLists, picks, patterns, (lines, isLive, pattern) => {
        const batch = inSlab(lines, isLive);
        const operator = extraction(pattern);
        const made = mapped(operator, fast, batch);
        const slow = mapped(operator, plain, asValues(batch));
        expect(made && readRecords(made)).toEqual(slow && readRecords(slow));
        if (made && slow) {
          const expected = readRecords(slow);
          expect(readRecords(compact(made))).toEqual(expected);
          expect(readRecords(concatBatches([made, made]))).toEqual([...expected, ...expected]);
          expect(routed(made)).toEqual(routed(slow));
        }
        batch.slab?.release();
        expect(fast.arenas.used).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});

const route: RouteOperator = {
  ...operatorBase,
  kind: 'route',
  on: { kind: 'expression', text: 'headers.h2' },
  cases: [
    { value: '404', required: ['a'], optional: ['b'] },
    { value: '1', required: ['b'], optional: [] },
    { value: 'aaaaaaaa', required: ['a'], optional: [] },
    { value: '', required: [], optional: ['b'] },
  ],
  otherwise: { required: ['c'], optional: [] },
};

function routed(batch: Batch): unknown {
  return createRouter(
    route,
    options(fast),
  )(batch).map(({ output, isRequired, batch: part }) => [output, isRequired, readRecords(part)]);
}
