import { lowering } from '@sluice/component';
import { functionConfig } from '../../../semantics/function-fields.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config, context) => [
  { kind: 'sink', run: spec.id, config: functionConfig(config, context.input, []) },
]);
