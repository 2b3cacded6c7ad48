import { lowering } from '@sluice/component';
import { elementSchema } from '@sluice/ir';
import { itemType } from '../../../semantics/element-types.ts';
import { expressionOf } from '../../../semantics/logic.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config, context) => {
  const type = itemType(context.typeOf(config.each));
  return [
    {
      kind: 'flat-map',
      each: expressionOf(config.each, 'each'),
      field: { name: 'value', type },
      schema: elementSchema(type),
    },
  ];
});
