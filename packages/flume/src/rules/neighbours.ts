import { type AppliedComponent, type AppliedSystem, kindOf } from '@sluice/component';

/** The components of one kind: `source`, `channel`, `sink`. */
export function ofKind(system: AppliedSystem, kind: string): readonly AppliedComponent[] {
  return system.components.filter((c) => kindOf(c.spec.id) === kind);
}

/** The components that put into `id`. */
export function before(system: AppliedSystem, id: string): readonly AppliedComponent[] {
  return neighboursOf(system).before.get(id) ?? [];
}

/** The components `id` puts into. */
export function after(system: AppliedSystem, id: string): readonly AppliedComponent[] {
  return neighboursOf(system).after.get(id) ?? [];
}

type Neighbours = ReadonlyMap<string, readonly AppliedComponent[]>;

/** Rules ask for the neighbours of every component of one system after the other. */
const known = new WeakMap<AppliedSystem, { readonly before: Neighbours; readonly after: Neighbours }>();

function neighboursOf(system: AppliedSystem): { readonly before: Neighbours; readonly after: Neighbours } {
  let neighbours = known.get(system);
  if (!neighbours) {
    neighbours = { before: sideOf(system, 'to', 'from'), after: sideOf(system, 'from', 'to') };
    known.set(system, neighbours);
  }
  return neighbours;
}

/** The components at the other ends of each one's connections, each once, in the order of the system. */
function sideOf(system: AppliedSystem, end: 'from' | 'to', other: 'from' | 'to'): Neighbours {
  const places = new Map(system.components.map((component, place) => [component.id, place]));
  const found = new Map<string, Set<number>>();
  for (const connection of system.connections) {
    const place = places.get(connection[other].component);
    if (place === undefined) continue;
    const own = found.get(connection[end].component) ?? new Set();
    found.set(connection[end].component, own.add(place));
  }
  return new Map(
    [...found].map(([id, own]) => [
      id,
      [...own].sort((a, b) => a - b).map((place) => system.components[place] as AppliedComponent),
    ]),
  );
}

/** A config value as a number, or undefined. */
export function numberOf(component: AppliedComponent, field: string): number | undefined {
  const value = component.config[field];
  return typeof value === 'number' ? value : undefined;
}

/** A config value as text; empty when it is none. */
export function textOf(component: AppliedComponent, field: string): string {
  const value = component.config[field];
  return typeof value === 'string' ? value : '';
}
