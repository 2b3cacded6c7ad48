import { lowering } from '@sluice/component';
import { expressionOf } from '../../../semantics/logic.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config) => [
  { kind: 'filter', predicate: expressionOf(config.predicate, 'predicate') },
]);
