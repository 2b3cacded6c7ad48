import type { AppliedSystem } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';

/** Names Storm refuses when a topology is submitted. */
export function checkNames(system: AppliedSystem): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  if (!/^[^/.:\\]+$/.test(system.name)) {
    found.push({
      code: 'STORM_NAME_TOPOLOGY',
      severity: 'error',
      message: `Storm refuses the topology name ${JSON.stringify(system.name)}.`,
      at: { system: system.id },
      help: 'Rename it without slash, backslash, dot and colon.',
    });
  }
  for (const { id, name } of system.components) {
    if (!name.startsWith('__')) continue;
    found.push({
      code: 'STORM_NAME_RESERVED',
      severity: 'error',
      message: `${name} begins with two underscores: such ids are Storm's own.`,
      at: { component: id },
      help: `Rename it to ${name.replace(/^_+/, '') || 'something else'}.`,
    });
  }
  return found;
}
