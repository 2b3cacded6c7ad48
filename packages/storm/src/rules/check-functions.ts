import { type AppliedSystem, readWrittenField } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';

const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Output fields of functions have names that expressions can use, each once, and types that exist. */
export function checkFunctions(system: AppliedSystem): readonly Diagnostic[] {
  return system.components.flatMap(({ id, config }): Diagnostic[] => {
    const { outputFields } = config;
    if (!Array.isArray(outputFields)) return [];
    const at = { component: id, system: system.id, field: 'outputFields' };
    const seen = new Set<string>();
    return (outputFields as readonly unknown[]).flatMap((text): Diagnostic[] => {
      const { name, type } = readWrittenField(String(text));
      const isDouble = seen.has(name);
      seen.add(name);
      if (!namePattern.test(name)) {
        return [
          {
            code: 'STORM_FIELD_NAME',
            severity: 'error',
            message: `${JSON.stringify(name)} cannot be the name of a field.`,
            at,
            help: 'Use a letter or underscore, then letters, digits and underscores.',
          },
        ];
      }
      if (type === undefined) {
        return [
          {
            code: 'STORM_FIELD_TYPE',
            severity: 'error',
            message: `The type of ${name} is none of string, integer, double and boolean.`,
            at,
            help: 'Use one of them, or leave the colon and the type out.',
          },
        ];
      }
      if (!isDouble) return [];
      return [
        {
          code: 'STORM_FIELD_TWICE',
          severity: 'error',
          message: `The output field ${name} is declared twice.`,
          at,
          help: 'Remove one of them.',
        },
      ];
    });
  });
}
