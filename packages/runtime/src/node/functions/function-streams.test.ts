import { afterAll, describe, expect, it } from 'vitest';
import type { Batch } from '../../batch.ts';
import { batchOfLines } from '../../batch-build.ts';
import { readRecords } from '../../batch-read.ts';
import type { FunctionAnswer, FunctionProgram } from '../../functions/contract.ts';
import { createFunctionHost } from './function-host.ts';

const task = { component: 'c', task: 0, now: () => 1, log: () => undefined };
const host = createFunctionHost({
  processes: 1,
  seed: 7,
  limits: { heapMiB: 40, residentMiB: 220, patience: 500 },
  prepare: ({ code }) => ({ script: `(function(){'use strict';${code}\n;return f;})()` }),
});
const program = (code: string, streams: FunctionProgram['streams'] = []): FunctionProgram => ({
  code,
  shape: 'emit',
  fields: ['line'],
  outputs: [{ name: 'x', type: 'any' }],
  streams,
  timeoutMs: 20_000,
});
/** Keeps the process, which all tests share. */
const keeper = host.open(program('function f() {}'), task);
afterAll(() => keeper.close());

async function use(code: string, batch: Batch, streams: FunctionProgram['streams']): Promise<FunctionAnswer> {
  const called = host.open(program(code, streams), task);
  try {
    return await called.call(batch);
  } finally {
    called.close();
  }
}

const lines = (...texts: string[]): Batch => batchOfLines(texts.join('\n'), { ingestMs: 5, field: 'line' });
const given = ({ batch }: FunctionAnswer): unknown[] => readRecords(batch).map((record) => record.x);

describe('a function with streams', () => {
  it('gives records to streams of its own, each with its columns and roots', async () => {
    const streams = [
      {
        name: 'long',
        outputs: [
          { name: 'text', type: 'string' },
          { name: 'size', type: 'integer' },
        ],
      },
      { name: 'never', outputs: [{ name: 'z', type: 'any' }] },
      { name: 'odd', outputs: [{ name: 'of', type: 'any' }] },
    ] as const;
    const texts = Array.from({ length: 20_000 }, (_, i) => 'é'.repeat(i % 7));
    const batch = { ...lines(...texts, ''), roots: Int32Array.from({ length: 20_000 }, (_, i) => i + 5) };
    const answer = await use(
      `function f({ line }, emit) {
        emit(line);
        if (line.length > 4) emit.to('long', line, line.length);
        if (line.length % 2 === 1) emit.to('odd', { line });
        if (line.length === 3) throw 3;
      }`,
      batch,
      streams,
    );
    // The record that fails gives nothing to any stream.
    const passed = texts.map((text, i) => [text, i + 5] as const).filter(([text]) => text.length !== 3);
    const long = passed.filter(([text]) => text.length > 4);
    const odd = passed.filter(([text]) => text.length % 2 === 1);
    expect(given(answer)).toEqual(passed.map(([text]) => text));
    const [longs, nevers, odds] = answer.streams ?? [];
    expect(readRecords(longs as Batch)).toEqual(long.map(([text]) => ({ text, size: text.length })));
    expect([...(longs?.roots ?? [])]).toEqual(long.map(([, root]) => root));
    expect(readRecords(nevers as Batch)).toEqual([]);
    expect(readRecords(odds as Batch)).toEqual(odd.map(([line]) => ({ of: { line } })));
    expect([...(odds?.roots ?? [])]).toEqual(odd.map(([, root]) => root));
  });

  it.each([
    ["emit.to('other', 1)", /stream other, which is not declared/],
    ['emit.to()', /stream undefined, which is not declared/],
    ["emit.to('errors')", /0 values for the stream errors, and 1 is declared/],
    ["emit.to('errors', 1, 2)", /2 values/],
    ["emit.to('errors', 'text')", /declared as integer/],
    ["emit.to('errors', Symbol())", /symbol/],
    ['emit.to = 1', /TypeError/],
  ])('streams get what is declared: %s', async (call, reason) => {
    const answer = await use(
      `function f({ line }, emit) { if (line === 'bad') ${call}; emit(line) }`,
      lines('bad', 'ok'),
      [{ name: 'errors', outputs: [{ name: 'n', type: 'integer' }] }],
    );
    expect(given(answer)).toEqual(['ok']);
    expect(readRecords(answer.streams?.[0] as Batch)).toEqual([]);
    expect(answer.failures).toMatchObject([{ row: 0, reason: expect.stringMatching(reason) as string }]);
  });
});
