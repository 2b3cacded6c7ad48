import type { Rule } from '@sluice/component';
import { checkDelivery } from './check-delivery.ts';
import { checkFunctions } from './check-functions.ts';
import { checkGroupings } from './check-groupings.ts';
import { checkNames } from './check-names.ts';
import { checkParallelism } from './check-parallelism.ts';
import { checkSpouts } from './check-spouts.ts';
import { checkWindows } from './check-windows.ts';

/** Everything Storm refuses at submit, and what it accepts and one would not want. */
export const rules: readonly Rule[] = [
  checkSpouts,
  checkNames,
  checkGroupings,
  checkParallelism,
  checkWindows,
  checkDelivery,
  checkFunctions,
];
