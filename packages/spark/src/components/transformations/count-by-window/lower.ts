import { lowering } from '@sluice/component';
import { elementSchema } from '@sluice/ir';
import { toMs } from '../../../semantics/window-fields.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config) => [
  {
    kind: 'aggregate',
    key: [],
    fold: { kind: 'count' },
    scope: {
      kind: 'window',
      lengthMs: toMs(config.windowSeconds),
      slideMs: toMs(config.slideSeconds),
      incremental: true,
    },
    result: 'value',
    schema: elementSchema('integer'),
  },
]);
