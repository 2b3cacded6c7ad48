import { lowering } from '@sluice/component';
import { pairSchema } from '@sluice/ir';
import { typeOfField } from '../../../semantics/element-types.ts';
import { functionConfig } from '../../../semantics/function-fields.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config, context) => [
  {
    kind: 'script',
    run: spec.id,
    config: functionConfig(config, context.input, ['key', 'value']),
    schema: pairSchema(typeOfField(context.input, 'key'), 'any'),
  },
]);
