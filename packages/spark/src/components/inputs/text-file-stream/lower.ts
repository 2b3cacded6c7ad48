import { lowering } from '@sluice/component';
import { elementSchema } from '@sluice/ir';
import { operatorConfig } from '../../../semantics/operator-config.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config) => [
  { kind: 'source', run: spec.id, config: operatorConfig(config), schema: elementSchema('string') },
]);
