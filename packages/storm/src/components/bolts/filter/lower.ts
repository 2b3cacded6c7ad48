import { lowering } from '@sluice/component';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config) => [
  {
    kind: 'filter',
    predicate: { kind: 'expression', text: config.predicate, origin: { field: 'predicate' } },
  },
]);
