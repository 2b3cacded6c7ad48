import { conformanceProblems } from '@sluice/testkit';
import { expect, it } from 'vitest';
import { lower } from './lower.ts';
import { spec } from './spec.ts';

it('conforms', () => {
  expect(conformanceProblems(spec, { lower })).toEqual([]);
});
