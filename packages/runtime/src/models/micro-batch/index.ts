import { RunError } from '../../errors.ts';
import type { Model } from '../model.ts';

/** Not built yet. */
export const microBatch: Model = () => {
  throw new RunError('RUN_MODEL_MISSING', 'The micro-batch model is not built yet');
};
