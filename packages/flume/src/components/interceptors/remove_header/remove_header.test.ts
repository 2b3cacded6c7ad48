import { batchOfLines, readHeaders, withHeader } from '@sluice/runtime';
import { conformanceProblems } from '@sluice/testkit';
import { describe, expect, it } from 'vitest';
import { FakeContext } from '../../../../test/fake-context.ts';
import { lower } from './lower.ts';
import { run } from './run.ts';
import { spec } from './spec.ts';

it('conforms', () => {
  expect(conformanceProblems(spec, { lower, config: { withName: 'a' } })).toEqual([]);
});

describe('what is left', () => {
  it.each([
    [{ fromList: 'a, b ,c' }, ['ab', 'd']],
    [{ fromList: 'a;b', fromListSeparator: ';' }, ['c', 'ab', 'd']],
    [{ withName: 'd', matching: '[abc]' }, ['ab']],
    [{}, ['a', 'b', 'c', 'ab', 'd']],
  ])('of a, b, c, ab, d with %j', (config, left) => {
    if (run.kind !== 'script') throw new Error('no script');
    const defaults = { fromListSeparator: '\\s*,\\s*' };
    const script = run.create({ ...defaults, ...config }, new FakeContext());
    let batch = batchOfLines('x', { ingestMs: 0 });
    for (const name of ['a', 'b', 'c', 'ab', 'd']) {
      batch = withHeader(batch, name, { kind: 'constant', value: '1' });
    }
    const seen: string[] = [];
    void script.process(batch, {
      emit: (_port, given) => seen.push(...Object.keys(readHeaders(given, 0))),
      fail: () => undefined,
    });
    expect(seen).toEqual(left);
  });
});
