import { lowering } from '@sluice/component';
import { toMs } from '../../../semantics/window-fields.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config) => [
  { kind: 'window', lengthMs: toMs(config.windowSeconds), slideMs: toMs(config.slideSeconds) },
]);
