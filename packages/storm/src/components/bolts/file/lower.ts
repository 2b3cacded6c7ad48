import { lowering } from '@sluice/component';
import { spec } from './spec.ts';

/** Writes all fields that arrive when none are named. */
export const lower = lowering(spec, (config, { input }) => [
  {
    kind: 'sink',
    run: spec.id,
    config: {
      path: config.path,
      fields: config.fields.length > 0 ? config.fields : (input?.fields ?? []).map((f) => f.name),
      separator: config.separator,
    },
  },
]);
