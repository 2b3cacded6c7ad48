import type { AppliedSystem } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';

/** `${env:HOME}`, `${sys:user.dir}`: what a Flume agent looks up when it reads its file. */
const lookup = /\$\{[A-Za-z]+:[^}]*\}/;
/** `${NAME}`: another key of the file, or a variable with EnvVarResolverProperties; elsewhere it is the text itself. */
const reference = /\$\{[^}]+\}/;

/** Values a Flume agent fills in from its surroundings. They are kept as they are written, and never filled in here. */
export function checkPlaceholders(system: AppliedSystem): readonly Diagnostic[] {
  return system.components.flatMap(({ id, name, spec, config }) =>
    Object.entries(spec.config).flatMap(([field, of]): Diagnostic[] => {
      const value = config[field];
      if (typeof value !== 'string') return [];
      // In a pattern, a replacement or a command, `${NAME}` may well mean something else.
      const isPlace = of.type === 'path' || field === 'bind';
      const found = (lookup.exec(value) ?? (isPlace ? reference.exec(value) : null))?.[0];
      if (found === undefined) return [];
      return [
        {
          code: 'FLUME_VALUE_PLACEHOLDER',
          severity: 'warning',
          message: `${of.label} of ${name} contains ${found}: a Flume agent fills it in when it starts, a run here takes it literally.`,
          at: { component: id, field },
          help: 'Fine to take away. To run it here, write the value itself.',
        },
      ];
    }),
  );
}
