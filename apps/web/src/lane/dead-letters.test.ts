import { examples } from '@sluice/examples';
import type { RunSchema, RunTick } from '@sluice/protocol';
import { expect, it } from 'vitest';
import { deadLettersIn, hasCode } from './dead-letters.ts';

it('adds up what the components of a run put aside', () => {
  const series = ['in', 'deadLetters', 'deadLetters'].map((name, index) => ({ name, ref: `c${index}` }));
  const schema = { series } as unknown as RunSchema;
  expect(deadLettersIn(schema, { values: [7, 2, 3] } as unknown as RunTick)).toBe(5);
  expect(deadLettersIn(schema, { values: [7] } as unknown as RunTick)).toBe(0);
  expect(deadLettersIn(undefined, undefined)).toBe(0);
});

it('knows flows with code', () => {
  const found = examples.filter(({ flow }) => hasCode(flow)).map(({ id }) => id);
  expect(found).toContain('word-count-function');
  expect(found).not.toContain('storm-word-count');
});
