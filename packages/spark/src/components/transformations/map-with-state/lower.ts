import { type LoweredOperator, lowering } from '@sluice/component';
import { elementSchema, pairSchema } from '@sluice/ir';
import { typeOfField } from '../../../semantics/element-types.ts';
import { expressionOf, fixedExpression } from '../../../semantics/logic.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, ({ update, gives, when, result }, context) => {
  const keyed = pairSchema(typeOfField(context.input, 'key'), 'any');
  const state: LoweredOperator = {
    kind: 'aggregate',
    key: ['key'],
    fold: { kind: 'update', of: fixedExpression('value'), text: update },
    scope: { kind: gives === 'snapshots' ? 'state' : 'record' },
    result: 'value',
    schema: keyed,
  };
  if (gives === 'snapshots') return [state];
  const isAlways = when === undefined || when.trim() === '';
  return [
    state,
    ...(isAlways ? [] : [{ kind: 'filter' as const, predicate: expressionOf(when, 'when'), schema: keyed }]),
    {
      kind: 'map',
      assign: [{ field: { name: 'value', type: 'any' }, value: expressionOf(result, 'result') }],
      keep: false,
      schema: elementSchema('any'),
    },
  ];
});
