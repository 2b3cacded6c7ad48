import { expect, it } from 'vitest';
import { createFakeContext, elements, nothing, pairs, sinkOf } from '../../../../test/fake-context.ts';
import { run } from './run.ts';

const dashes = '-------------------------------------------';
const types = { key: 'other', value: 'other' };

it('prints what Spark prints, with three dots for the rest', () => {
  const { context, prints } = createFakeContext();
  const sink = sinkOf(run, { count: 2, elementTypes: types }, context);
  void sink.write(pairs(['a', 3], ['b', 2], ['c', 1]), { batchTimeMs: 4000 });
  expect(prints).toEqual([[dashes, 'Time: 4000 ms', dashes, '(a,3)', '(b,2)', '...', ''].join('\n')]);
});

it('prints the header of an empty batch', () => {
  const { context, prints } = createFakeContext();
  void sinkOf(run, { count: 2 }, context).write(nothing, { batchTimeMs: 1000 });
  expect(prints).toEqual([[dashes, 'Time: 1000 ms', dashes, ''].join('\n')]);
});

it('prints no dots when all of them fit', () => {
  const { context, prints } = createFakeContext();
  void sinkOf(run, { count: 2, elementTypes: { value: 'double' } }, context).write(elements(1, 2.5), {
    batchTimeMs: 1,
  });
  expect(prints[0]).toBe([dashes, 'Time: 1 ms', dashes, '1.0', '2.5', ''].join('\n'));
});
