import type { ComponentSpec, LowerContext, LoweredOperator, PortSpec } from '@sluice/component';
import type { Field, JoinOperator, Schema } from '@sluice/ir';
import { pairSchema } from '@sluice/ir';
import { typeOfField } from './element-types.ts';
import { fixedExpression } from './logic.ts';

/** The two streams a join reads. */
export const joinIn = [
  { name: 'left', carries: 'spark.dstream', max: 1, isRequired: true },
  { name: 'right', carries: 'spark.dstream', max: 1, isRequired: true },
] as const satisfies readonly PortSpec[];

/** What all joins say about themselves. */
export const joinDocs: ComponentSpec['docs'] = [
  'Only records of the same batch meet; nothing is carried over to the next one. To join over a longer time put a window before each input: a pair then comes again in every slide in which both records are in their windows.',
  'Both streams must hold pairs and have the same slide duration. The value of the result is the list of the left and the right value.',
];

/** Joins pairs of one batch by key; the value of the result is `[left, right]`. */
export function lowerJoin(type: JoinOperator['type'], context: LowerContext): readonly LoweredOperator[] {
  const { inputs } = context;
  const key = typeOfField(inputs?.left ?? context.input, 'key');
  const field = (name: string): Field => ({ name, type: 'any' });
  const side = (input: 'left' | 'right'): JoinOperator['left'] => ({
    input,
    key: fixedExpression('key'),
    values: [{ field: field(input), value: fixedExpression('value') }],
  });
  const joined: Schema = {
    shape: 'tuple',
    fields: [{ name: 'key', type: key }, field('left'), field('right')],
  };
  return [
    {
      kind: 'join',
      type,
      left: side('left'),
      right: side('right'),
      key: 'key',
      scope: { kind: 'batch' },
      schema: joined,
    },
    {
      kind: 'map',
      assign: [
        { field: { name: 'key', type: key }, value: fixedExpression('key') },
        { field: { name: 'value', type: { list: 'any' } }, value: fixedExpression('[left, right]') },
      ],
      keep: false,
      schema: pairSchema(key, { list: 'any' }),
    },
  ];
}
