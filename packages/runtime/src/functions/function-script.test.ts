import { describe, expect, it } from 'vitest';
import type { Batch } from '../batch.ts';
import { batchOfValues, emptyBatch } from '../batch-build.ts';
import { readRecords } from '../batch-read.ts';
import type { ScriptOutput, TaskContext } from '../implementation.ts';
import type { FunctionAnswer, FunctionFailure } from './contract.ts';
import { createFunctionScript } from './function-script.ts';

const pair = [
  { name: 'key', type: 'any' },
  { name: 'value', type: 'any' },
] as const;

/** A script over a function that runs here, with what it told. */
function scripted(call: (batch: Batch) => FunctionAnswer, onError: 'dead-letter' | 'fail' = 'dead-letter') {
  const told = {
    letters: [] as unknown[],
    counted: 0,
    printed: [] as string[],
    given: [] as unknown[],
    failed: [] as string[],
  };
  const context = {
    functions: {
      open: () => ({ call: (batch: Batch) => Promise.resolve(call(batch)), close: () => undefined }),
    },
    count: (_: string, by: number) => (told.counted += by),
    deadLetter: (letter: unknown) => void told.letters.push(letter),
    print: (text: string) => void told.printed.push(text),
  } as unknown as TaskContext;
  const output: ScriptOutput = {
    emit: (_, batch) => void told.given.push(...readRecords(batch)),
    fail: (rows, reason) => void told.failed.push(`${readRecords(rows).length} ${reason}`),
  };
  const shape = 'reduce' as const;
  const program = { code: '', shape, fields: ['key', 'value'], outputs: pair, timeoutMs: 1 };
  return {
    told,
    output,
    reduce: createFunctionScript(program, context, onError),
    map: createFunctionScript({ ...program, shape: 'map' }, context, onError),
  };
}

/** Sums by key, but only among so many neighbours: what a call made in parts does. */
function sumsOf(most: number): (batch: Batch) => FunctionAnswer {
  return (batch) => {
    const records = readRecords(batch) as { key: string; value: number }[];
    const given: { key: string; value: number }[] = [];
    for (let from = 0; from < records.length; from += most) {
      const sums = new Map<string, number>();
      for (const { key, value } of records.slice(from, from + most))
        sums.set(key, (sums.get(key) ?? 0) + value);
      for (const [key, value] of sums) given.push({ key, value });
    }
    const columns = { key: given.map((g) => g.key), value: given.map((g) => g.value) };
    return { batch: batchOfValues(columns, 0), failures: [], logs: [] };
  };
}

const chunk = (...keys: string[]): Batch => batchOfValues({ key: keys, value: keys.map(() => 1) }, 0);

describe('a function that reduces', () => {
  it.each([2, 3, 7, 1000])('gives one value for each key of the batch, made in parts of %s', async (most) => {
    const { told, output, reduce } = scripted(sumsOf(most));
    await reduce.process(chunk('a', 'b', 'a', 'c', 'a'), output);
    await reduce.process(chunk('c', 'b', 'a', 'd', 'a', 'a'), output);
    expect(told.given).toEqual([]);
    await reduce.tick?.(output);
    const sums = new Map((told.given as { key: string; value: number }[]).map((g) => [g.key, g.value]));
    expect(Object.fromEntries(sums)).toEqual({ a: 6, b: 2, c: 2, d: 1 });
    expect(told.given).toHaveLength(4);
    await reduce.tick?.(output);
    expect(told.given).toHaveLength(4);
  });

  it('fails the batch when values of a key cannot be combined', async () => {
    const { output, reduce } = scripted(sumsOf(1));
    await reduce.process(chunk('a', 'a'), output);
    await expect(reduce.tick?.(output)).rejects.toMatchObject({ code: 'FN_BROKEN' });
  });
});

describe('records a function cannot do', () => {
  const failures: FunctionFailure[] = Array.from({ length: 150 }, (_, row) => ({
    row,
    code: 'FN_THROWN',
    reason: `r${row}`,
    line: 2,
  }));
  const answer: FunctionAnswer = { batch: emptyBatch(0), failures, logs: ['said'] };
  const batch = batchOfValues({ key: failures.map(() => 'x'.repeat(9000)), value: failures.map(() => 1) }, 0);

  it('are put aside: all counted, a hundred of a batch shown, cut to what can be read', async () => {
    const { told, output, map } = scripted(() => answer);
    await map.process(batch, output);
    expect(told).toMatchObject({ counted: 150, printed: ['said'], failed: [], given: [] });
    expect(told.letters).toHaveLength(100);
    expect(told.letters[0]).toMatchObject({ code: 'FN_THROWN', reason: 'r0', line: 2 });
    expect((told.letters[0] as { record: string }).record.length).toBeLessThan(4200);
  });

  it('fail when that is wanted', async () => {
    const { told, output, map } = scripted(() => answer, 'fail');
    await map.process(batch, output);
    expect(told).toMatchObject({ counted: 0, letters: [], failed: ['150 r0'] });
  });
});
