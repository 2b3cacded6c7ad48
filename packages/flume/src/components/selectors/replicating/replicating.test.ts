import { conformanceProblems } from '@sluice/testkit';
import { expect, it } from 'vitest';
import { spec } from './spec.ts';

it('conforms', () => {
  expect(conformanceProblems(spec)).toEqual([]);
});
