import { lowering } from '@sluice/component';
import { elementOf } from '../../../semantics/element-types.ts';
import { expressionOf } from '../../../semantics/logic.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config, context) => [
  {
    kind: 'map',
    assign: [
      {
        field: { name: 'value', type: context.typeOf(config.expression) },
        value: expressionOf(config.expression, 'expression'),
      },
    ],
    keep: false,
    schema: elementOf(config.expression, context),
  },
]);
