import { lowering } from '@sluice/component';
import { type JsonObject, tupleSchema } from '@sluice/ir';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config) => [
  {
    kind: 'source',
    run: spec.id,
    config: config as unknown as JsonObject,
    schema: tupleSchema([{ name: config.outputField, type: 'string' }]),
  },
]);
