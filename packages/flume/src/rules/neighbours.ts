import { type AppliedComponent, type AppliedSystem, kindOf } from '@sluice/component';

/** The components of one kind: `source`, `channel`, `sink`. */
export function ofKind(system: AppliedSystem, kind: string): readonly AppliedComponent[] {
  return system.components.filter((c) => kindOf(c.spec.id) === kind);
}

/** The components that put into `id`. */
export function before(system: AppliedSystem, id: string): readonly AppliedComponent[] {
  const ids = system.connections.filter((c) => c.to.component === id).map((c) => c.from.component);
  return system.components.filter((c) => ids.includes(c.id));
}

/** The components `id` puts into. */
export function after(system: AppliedSystem, id: string): readonly AppliedComponent[] {
  const ids = system.connections.filter((c) => c.from.component === id).map((c) => c.to.component);
  return system.components.filter((c) => ids.includes(c.id));
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
