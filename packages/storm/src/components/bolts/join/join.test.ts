import { tupleSchema } from '@sluice/ir';
import { conformanceProblems } from '@sluice/testkit';
import { expect, it } from 'vitest';
import { lower } from './lower.ts';
import { spec } from './spec.ts';

const input = tupleSchema([{ name: 'word', type: 'string' }]);

it.each(['inner', 'left'])('conforms as a %s join', (type) => {
  expect(conformanceProblems(spec, { lower, input, config: { type } })).toEqual([]);
});
