import { lowering } from '@sluice/component';
import { pairSchema } from '@sluice/ir';
import { expressionOf } from '../../../semantics/logic.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config, context) => [
  {
    kind: 'key-by',
    key: expressionOf(config.key, 'key'),
    value: expressionOf(config.value, 'value'),
    schema: pairSchema(context.typeOf(config.key), context.typeOf(config.value)),
  },
]);
