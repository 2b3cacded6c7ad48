import { lowering } from '@sluice/component';
import { eventSchema } from '@sluice/ir';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config) => [
  { kind: 'script', run: spec.id, config: { ...config }, schema: eventSchema },
]);
