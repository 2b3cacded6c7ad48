import type { Rule } from '@sluice/component';

/** Everything Spark refuses about a streaming context, and what it would silently do wrong. */
export const rules: readonly Rule[] = [];
