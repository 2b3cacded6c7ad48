import { lowering } from '@sluice/component';
import { sinkConfig } from '../../../semantics/operator-config.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config, context) => [
  { kind: 'sink', run: spec.id, config: sinkConfig(config, context.input) },
]);
