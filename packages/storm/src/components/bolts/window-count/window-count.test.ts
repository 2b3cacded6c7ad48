import { tupleSchema } from '@sluice/ir';
import { conformanceProblems } from '@sluice/testkit';
import { expect, it } from 'vitest';
import { lower } from './lower.ts';
import { spec } from './spec.ts';

const input = tupleSchema([
  { name: 'word', type: 'string' },
  { name: 'at', type: 'integer' },
]);

it.each([{}, { measure: 'count', slideTuples: 3 }, { timestampField: 'at', slideSeconds: 2 }])(
  'conforms with %j',
  (config) => {
    expect(conformanceProblems(spec, { lower, input, config: { fields: ['word'], ...config } })).toEqual([]);
  },
);
