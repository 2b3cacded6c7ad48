import { tupleSchema } from '@sluice/ir';
import { conformanceProblems } from '@sluice/testkit';
import { expect, it } from 'vitest';
import { lower } from './lower.ts';
import { spec } from './spec.ts';

const context = {
  input: tupleSchema([
    { name: 'line', type: 'string' },
    { name: 'at', type: 'time' },
  ]),
  typeOf: () => 'any' as const,
};
const config = {
  outputStreams: [],
  code: '(tuple, emit) => emit(tuple.line)',
  onError: 'fail',
  timeoutMs: 100,
};

it('conforms', () => {
  expect(conformanceProblems(spec, { lower })).toEqual([]);
});

it('declares its output fields, with types where they are written', () => {
  const [operator] = lower({ ...config, outputFields: ['word', 'count: integer', 'x : nonsense'] }, context);
  expect(operator?.schema?.fields).toEqual([
    { name: 'word', type: 'any' },
    { name: 'count', type: 'integer' },
    { name: 'x', type: 'any' },
  ]);
  expect(operator).toMatchObject({ kind: 'script', config: { fields: ['line', 'at'], onError: 'fail' } });
});

it('gives what arrives when none are declared', () => {
  const [operator] = lower({ ...config, outputFields: [] }, context);
  expect(operator?.schema).toEqual(context.input);
});

it('declares its other streams, each with its fields', () => {
  const outputStreams = ['errors(line, count: integer)', ' none ( ) '];
  const [operator] = lower({ ...config, outputFields: ['word'], outputStreams }, context);
  expect(operator?.outputs).toEqual({
    errors: tupleSchema([
      { name: 'line', type: 'any' },
      { name: 'count', type: 'integer' },
    ]),
    none: tupleSchema([]),
  });
  expect(operator).toMatchObject({
    config: {
      streams: [
        {
          name: 'errors',
          outputs: [
            { name: 'line', type: 'any' },
            { name: 'count', type: 'integer' },
          ],
        },
        { name: 'none', outputs: [] },
      ],
    },
  });
});
