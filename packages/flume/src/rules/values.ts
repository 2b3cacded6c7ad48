import type { AppliedSystem } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';

/** Values that do not survive the way into a text: Flume trims them. */
export function checkValues(system: AppliedSystem): readonly Diagnostic[] {
  return system.components.flatMap(({ id, name, spec, config }) =>
    Object.entries(spec.config).flatMap(([field, of]): Diagnostic[] => {
      const value = config[field];
      if (of.exportKey === undefined || typeof value !== 'string' || value.trim() === value) return [];
      const fixed = of.type === 'regex' ? value.replace(/^ /, '[ ]').replace(/ $/, '[ ]') : value.trim();
      return [
        {
          code: 'FLUME_VALUE_TRIMMED',
          severity: 'warning',
          message: `${of.label} of ${name} begins or ends with a blank, which Flume cuts off.`,
          at: { component: id, field },
          help: of.type === 'regex' ? 'Write [ ] for the blank.' : 'Remove the blank.',
          ...(fixed.trim() === fixed
            ? { fix: { label: `Use ${fixed}`, component: id, field, value: fixed } }
            : {}),
        },
      ];
    }),
  );
}
