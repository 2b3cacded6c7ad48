import type { Rule } from '@sluice/component';

/** Everything checked about one agent. */
export const rules: readonly Rule[] = [];
