export const rules: readonly import('@sluice/component').Rule[] = [];
