import type { Rule } from '@sluice/component';
import { checkCapacity } from './capacity.ts';
import { checkDirectories } from './directories.ts';
import { checkExpressions } from './expressions.ts';
import { checkHdfs } from './hdfs.ts';
import { checkNames } from './names.ts';
import { checkPlaceholders } from './placeholders.ts';
import { checkPorts } from './ports.ts';
import { checkSelectors } from './selectors.ts';
import { checkValues } from './values.ts';

/** Everything checked about one agent beyond what holds for every engine. */
export const rules: readonly Rule[] = [
  checkCapacity,
  checkDirectories,
  checkExpressions,
  checkHdfs,
  checkNames,
  checkPlaceholders,
  checkPorts,
  checkSelectors,
  checkValues,
];
