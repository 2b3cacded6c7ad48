import type { Diagnostic } from '@sluice/ir';
import type { Applied } from './apply-defaults.ts';
import type { Resolved } from './resolve-parts.ts';

/** Runs the rules of each engine over each of its systems. */
export function checkRules(resolved: Resolved, applied: Applied): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const [id, { engine }] of resolved.systems) {
    const system = applied.systems.get(id);
    if (system === undefined) continue;
    for (const rule of engine.rules) diagnostics.push(...rule(system));
  }
  return diagnostics;
}
