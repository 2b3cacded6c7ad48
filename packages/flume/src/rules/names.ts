import type { AppliedSystem } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';

/** Names that a property key cannot carry. */
export function checkNames(system: AppliedSystem): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const check = (name: string, what: string, at: Diagnostic['at']): void => {
    const reason = reasonAgainst(name);
    if (reason === undefined) return;
    found.push({
      code: 'FLUME_NAME_INVALID',
      severity: 'error',
      message: `${JSON.stringify(name)} cannot be the name of ${what}: ${reason}.`,
      at,
      help: 'Use letters, digits, - and _.',
    });
  };
  check(system.name, 'an agent', { system: system.id });
  for (const { id, name, spec } of system.components) {
    // A selector has no name in Flume; an interceptor has.
    if (!spec.id.startsWith('flume.selector.')) check(name, 'a component', { component: id });
  }
  return found;
}

function reasonAgainst(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (/\s/.test(name)) return 'Flume separates names at blanks';
  if (name.includes('.')) return 'Flume ends a name at a dot';
  return undefined;
}
