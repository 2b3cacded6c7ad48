import { lowering } from '@sluice/component';
import { pairSchema } from '@sluice/ir';
import { functionConfig } from '../../../semantics/function-fields.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config, context) => [
  {
    kind: 'script',
    run: spec.id,
    config: functionConfig(config, context.input, ['key', 'value']),
    schema: pairSchema('any', 'any'),
  },
]);
