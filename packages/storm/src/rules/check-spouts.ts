import { type AppliedSystem, kindOf } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';

/** A topology needs a spout, and a spout somebody who listens. */
export function checkSpouts(system: AppliedSystem): readonly Diagnostic[] {
  if (system.components.length === 0) return [];
  const spouts = system.components.filter((c) => kindOf(c.spec.id) === 'spout');
  if (spouts.length === 0) {
    return [
      {
        code: 'STORM_SPOUT_NONE',
        severity: 'error',
        message: `${system.name} has no spout, so no tuple ever enters it.`,
        at: { system: system.id },
        help: 'Add a spout and connect it to the first bolt.',
      },
    ];
  }
  return spouts
    .filter((spout) => !system.connections.some((c) => c.from.component === spout.id))
    .map((spout) => ({
      code: 'STORM_SPOUT_UNHEARD',
      severity: 'warning',
      message: `Nobody takes the tuples of ${spout.name}: they are emitted, acked and gone.`,
      at: { component: spout.id },
      help: 'Connect it to a bolt.',
    }));
}
