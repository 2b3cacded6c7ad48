import { elementSchema, pairSchema } from '@sluice/ir';
import { conformanceProblems } from '@sluice/testkit';
import { expect, it } from 'vitest';
import { lower } from './lower.ts';
import { spec } from './spec.ts';

it('conforms', () => {
  expect(conformanceProblems(spec, { lower })).toEqual([]);
});

it('gives pairs, whatever arrives', () => {
  const config = { code: '(value) => [value, 1]', onError: 'dead-letter', timeoutMs: 100 };
  for (const input of [elementSchema('string'), pairSchema('string', 'integer')]) {
    const [operator] = lower(config, { input, typeOf: () => 'any' });
    expect(operator?.schema).toEqual(pairSchema('any', 'any'));
    expect(operator).toMatchObject({
      kind: 'script',
      config: {
        fields: input.fields.map(({ name }) => name),
        outputs: [
          { name: 'key', type: 'any' },
          { name: 'value', type: 'any' },
        ],
      },
    });
  }
});
