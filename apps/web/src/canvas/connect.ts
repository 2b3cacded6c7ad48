import { type Catalog, refuseConnection } from '@sluice/component';
import type { Flow } from '@sluice/flow';
import { type PortRef, portKey } from './canvas-store.ts';

/** The ends of a connection between two ports, whichever was first; undefined when both are inputs or outputs. */
export function endsOf(
  a: PortRef,
  b: PortRef,
):
  | { readonly from: { component: string; port: string }; readonly to: { component: string; port: string } }
  | undefined {
  if (a.side === b.side) return undefined;
  const [from, to] = a.side === 'out' ? [a, b] : [b, a];
  return {
    from: { component: from.component, port: from.port },
    to: { component: to.component, port: to.port },
  };
}

/** Why two ports may not be connected; undefined when they may. */
export function refusalOf(
  catalog: Catalog,
  flow: Flow,
  ends: { a: PortRef; b: PortRef },
  ignore?: string,
): string | undefined {
  const both = endsOf(ends.a, ends.b);
  if (!both) {
    const name = flow.components[ends.b.component]?.name ?? ends.b.component;
    return ends.a.component === ends.b.component
      ? `${name} cannot feed itself.`
      : ends.a.side === 'out'
        ? `This is an output of ${name}. Drop on an input.`
        : `This is an input of ${name}. Drop on an output.`;
  }
  return refuseConnection(catalog, flow, both, ignore);
}

/** All ports a wire from `from` may end at. */
export function legalEnds(catalog: Catalog, flow: Flow, from: PortRef, ignore?: string): readonly PortRef[] {
  const side = from.side === 'out' ? 'in' : 'out';
  const found: PortRef[] = [];
  for (const [id, component] of Object.entries(flow.components)) {
    const spec = catalog.component(component.type);
    if (!spec || component.host !== undefined) continue;
    for (const { name } of side === 'in' ? spec.inputs : spec.outputs) {
      const to: PortRef = { component: id, port: name, side };
      if (refusalOf(catalog, flow, { a: from, b: to }, ignore) === undefined) found.push(to);
    }
  }
  return found;
}

/**
 * Where a wire dropped on a component, not on one of its ports, ends: its first legal port, or the reason why none
 * of them will do.
 */
export function bestEnd(
  catalog: Catalog,
  flow: Flow,
  from: PortRef,
  component: string,
  ignore?: string,
): { readonly port: PortRef } | { readonly reason: string } {
  const spec = catalog.component(flow.components[component]?.type ?? '');
  const side = from.side === 'out' ? 'in' : 'out';
  const name = flow.components[component]?.name ?? component;
  const ports = (side === 'in' ? spec?.inputs : spec?.outputs) ?? [];
  let reason: string | undefined;
  for (const { name: port } of ports) {
    const to: PortRef = { component, port, side };
    const refused = refusalOf(catalog, flow, { a: from, b: to }, ignore);
    if (refused === undefined) return { port: to };
    reason ??= refused;
  }
  if (reason !== undefined) return { reason };
  const missing: PortRef = { component, port: side, side };
  return {
    reason:
      (spec && refusalOf(catalog, flow, { a: from, b: missing }, ignore)) ??
      `${name} has no ${side === 'in' ? 'input' : 'output'} for this wire.`,
  };
}

/** Keys and components of legal ends, as the canvas looks them up. */
export function legalSets(ends: readonly PortRef[]): {
  readonly legal: ReadonlySet<string>;
  readonly legalComponents: ReadonlySet<string>;
} {
  return { legal: new Set(ends.map(portKey)), legalComponents: new Set(ends.map((e) => e.component)) };
}
