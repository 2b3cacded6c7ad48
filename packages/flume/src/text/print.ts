import type { Drawing } from '@sluice/component';
import { desiredOf, nothing } from './desired.ts';
import { writeKey, writeValue } from './properties.ts';
import type { SpecOf } from './read.ts';

/** Writes one agent as a new text: the lists, then each component, then what was kept. */
export function printAgent(drawing: Drawing, system: string, specOf: SpecOf): string {
  const name = drawing.systems[system]?.name ?? 'agent';
  const groups = desiredOf(drawing, system, { specOf, current: nothing });
  return groups
    .filter((group) => group.properties.size > 0)
    .map((group) =>
      [...group.properties]
        .map(([key, value]) => `${writeKey(`${name}.${key}`)} = ${writeValue(value, ' = ')}\n`)
        .join(''),
    )
    .join('\n');
}
