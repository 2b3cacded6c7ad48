import { pairSchema } from '@sluice/ir';
import { conformanceProblems } from '@sluice/testkit';
import { expect, it } from 'vitest';
import { lower } from './lower.ts';
import { spec } from './spec.ts';

it.each(['mapped', 'snapshots'])('conforms when it gives %s', (gives) => {
  const input = pairSchema('string', 'integer');
  expect(conformanceProblems(spec, { lower, input, config: { gives, when: 'value > 1' } })).toEqual([]);
});
