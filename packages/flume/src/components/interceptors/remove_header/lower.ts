import { lowering } from '@sluice/component';
import { eventSchema, type JsonObject } from '@sluice/ir';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config) => {
  const set = Object.entries(config).filter(([, value]) => value !== undefined);
  return [
    { kind: 'script', run: spec.id, config: Object.fromEntries(set) as JsonObject, schema: eventSchema },
  ];
});
