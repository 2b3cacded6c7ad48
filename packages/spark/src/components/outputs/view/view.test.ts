import { expect, it } from 'vitest';
import { createFakeContext, elements, nothing, pairs, sinkOf } from '../../../../test/fake-context.ts';
import { run } from './run.ts';

const base = {
  presentation: 'bars',
  keep: 'newest-batch',
  order: 'by-value',
  limit: 2,
  columns: [],
  elementTypes: { key: 'other', value: 'other' },
};

it('shows the largest values of the newest batch, and nothing after an empty one', () => {
  const sink = sinkOf(run, { ...base, columns: ['tag'] }, createFakeContext().context);
  void sink.write(pairs(['a', 1], ['b', 5], ['c', 3]), { batchTimeMs: 1 });
  expect(sink.view?.columns).toEqual(['tag', 'value']);
  expect(sink.view?.rows(100)).toEqual([
    ['b', 5],
    ['c', 3],
  ]);
  expect(sink.view?.total()).toBe(3);
  void sink.write(nothing, { batchTimeMs: 2 });
  expect(sink.view?.rows(100)).toEqual([]);
});

it('keeps the order of the batch when asked to', () => {
  const sink = sinkOf(run, { ...base, order: 'as-given' }, createFakeContext().context);
  void sink.write(pairs(['a', 1], ['b', 5], ['c', 3]), { batchTimeMs: 1 });
  expect(sink.view?.rows(100)).toEqual([
    ['a', 1],
    ['b', 5],
  ]);
});

it('adds up over batches', () => {
  const sink = sinkOf(run, { ...base, keep: 'add-up' }, createFakeContext().context);
  void sink.write(pairs(['a', 1], ['b', 5]), { batchTimeMs: 1 });
  void sink.write(pairs(['a', 9]), { batchTimeMs: 2 });
  expect(sink.view?.rows(100)).toEqual([
    ['a', 10],
    ['b', 5],
  ]);
});

it('shows the last records, newest first', () => {
  const config = { ...base, keep: 'last-records', elementTypes: { value: 'other' } };
  const sink = sinkOf(run, config, createFakeContext().context);
  void sink.write(elements('x', 'y'), { batchTimeMs: 1 });
  void sink.write(elements('z'), { batchTimeMs: 2 });
  expect(sink.view?.columns).toEqual(['value']);
  expect(sink.view?.rows(100)).toEqual([['z'], ['y']]);
});
