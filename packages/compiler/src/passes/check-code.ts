import type { Diagnostic } from '@sluice/ir';
import type { CheckCode } from '../contract.ts';
import type { Applied } from './apply-defaults.ts';
import { rangeOf } from './check-expressions.ts';

/** Says what is wrong with functions people wrote; only where somebody is there who reads code. */
export function checkCode(applied: Applied, check: CheckCode | undefined): readonly Diagnostic[] {
  if (check === undefined) return [];
  const diagnostics: Diagnostic[] = [];
  for (const { id, system, spec, config } of applied.components.values()) {
    for (const [field, { type, ...rest }] of Object.entries(spec.config)) {
      const text = config[field];
      if (type !== 'code' || typeof text !== 'string' || text.trim() === '') continue;
      for (const problem of check(text, (rest as { shape: Parameters<CheckCode>[1] }).shape)) {
        const { code, severity, message, help, start, end } = problem;
        const range = rangeOf(text, start, end);
        diagnostics.push({
          code,
          severity,
          message: `Line ${range.line}: ${message}`,
          at: { component: id, system, field, range },
          ...(help === undefined ? {} : { help }),
        });
      }
    }
  }
  return diagnostics;
}
