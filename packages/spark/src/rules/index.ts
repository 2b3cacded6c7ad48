import type { Rule } from '@sluice/component';
import { checkContext } from './check-context.ts';
import { checkDurations } from './check-durations.ts';
import { checkOutputs } from './check-outputs.ts';
import { checkPairs } from './check-pairs.ts';
import { checkState } from './check-state.ts';
import { checkUnions } from './check-unions.ts';

/** Everything Spark refuses about a streaming context, and what it would silently do wrong. */
export const rules: readonly Rule[] = [
  checkOutputs,
  checkDurations,
  checkUnions,
  checkPairs,
  checkState,
  checkContext,
];
