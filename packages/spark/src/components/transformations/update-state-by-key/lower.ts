import { lowering } from '@sluice/component';
import type { Fold, ValueType } from '@sluice/ir';
import { pairLike, typeOfField } from '../../../semantics/element-types.ts';
import { fixedExpression } from '../../../semantics/logic.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config, context) => {
  const { fold, type } = foldOf(config.fold, config.combine, typeOfField(context.input, 'value'));
  return [
    {
      kind: 'aggregate',
      key: ['key'],
      fold,
      scope: { kind: 'state' },
      result: 'value',
      schema: pairLike(context, type),
    },
  ];
});

type Update = 'sum' | 'count' | 'min' | 'max' | 'mean' | 'last' | 'combine';

function foldOf(
  update: Update,
  combine: string,
  type: ValueType,
): { readonly fold: Fold; readonly type: ValueType } {
  const value = fixedExpression('value');
  switch (update) {
    case 'count':
      return { fold: { kind: 'count' }, type: 'integer' };
    case 'mean':
      return { fold: { kind: 'mean', of: value }, type: 'double' };
    case 'last':
      return { fold: { kind: 'combine', of: value, text: 'b' }, type };
    case 'combine':
      return { fold: { kind: 'combine', of: value, text: combine }, type };
    case 'sum':
    case 'min':
    case 'max':
      return { fold: { kind: update, of: value }, type };
  }
}
