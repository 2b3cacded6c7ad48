import type { ComponentSpec, PortSpec } from './component-spec.ts';
import type { Drawing } from './drawing.ts';
import { type Catalog, kindOf } from './engine.ts';

export interface ConnectionEnds {
  readonly from: { readonly component: string; readonly port: string };
  readonly to: { readonly component: string; readonly port: string };
}

function portOf(ports: readonly PortSpec[], name: string): PortSpec | undefined {
  return ports.find((p) => p.name === name);
}

function describe(spec: ComponentSpec): string {
  const kind = kindOf(spec.id);
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

/**
 * Says why two ports may not be connected, or undefined when they may. One sentence with the reason and the
 * way out; used while dragging, by the keyboard command and by the compiler. `ignore` is a connection id that
 * does not count (the one being reconnected).
 */
export function refuseConnection(
  catalog: Catalog,
  drawing: Drawing,
  ends: ConnectionEnds,
  ignore?: string,
): string | undefined {
  const others = Object.entries(drawing.connections).filter(([id]) => id !== ignore);
  return refuseAmong(catalog, drawing, ends, {
    has: ({ from, to }) => others.some(([, c]) => isPlace(c.from, from) && isPlace(c.to, to)),
    count: (end, place) => others.filter(([, c]) => isPlace(c[end], place)).length,
  });
}

type Place = ConnectionEnds['from'];

function isPlace(a: Place, b: Place): boolean {
  return a.component === b.component && a.port === b.port;
}

/** What is asked of the connections there are. */
export interface Connections {
  has(ends: ConnectionEnds): boolean;
  /** How many begin or end at a port. */
  count(end: 'from' | 'to', place: Place): number;
}

/** The ends of connections, so that many can be judged one after another. */
export class KnownConnections implements Connections {
  readonly #connections = new Set<string>();
  readonly #counts = new Map<string, number>();

  add(ends: ConnectionEnds): void {
    this.#connections.add(keyOf(ends));
    for (const end of ['from', 'to'] as const) {
      const key = placeOf(end, ends[end]);
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    }
  }

  has(ends: ConnectionEnds): boolean {
    return this.#connections.has(keyOf(ends));
  }

  count(end: 'from' | 'to', place: Place): number {
    return this.#counts.get(placeOf(end, place)) ?? 0;
  }
}

function keyOf({ from, to }: ConnectionEnds): string {
  return JSON.stringify([from.component, from.port, to.component, to.port]);
}

function placeOf(end: 'from' | 'to', { component, port }: Place): string {
  return JSON.stringify([end, component, port]);
}

/** `refuseConnection` among connections that are known already. */
export function refuseAmong(
  catalog: Catalog,
  drawing: Pick<Drawing, 'components'>,
  ends: ConnectionEnds,
  known: Connections,
): string | undefined {
  const from = drawing.components[ends.from.component];
  const to = drawing.components[ends.to.component];
  if (!from || !to) return 'One end of this connection no longer exists.';
  if (ends.from.component === ends.to.component) return `${from.name} cannot feed itself.`;
  const fromSpec = catalog.component(from.type);
  const toSpec = catalog.component(to.type);
  // Unknown components keep whatever connections their text gave them.
  if (!fromSpec || !toSpec) return undefined;
  const output = portOf(fromSpec.outputs, ends.from.port);
  const input = portOf(toSpec.inputs, ends.to.port);
  if (!output) return `${from.name} is ${describe(fromSpec)} and has no output.`;
  if (!input) return `${to.name} is ${describe(toSpec)} and has no input.`;
  if (known.has(ends)) return `${from.name} and ${to.name} are connected already.`;
  if (output.carries !== input.carries) {
    const hint =
      catalog.engineOf(fromSpec.id)?.portTypes[output.carries]?.hint ??
      catalog.engineOf(toSpec.id)?.portTypes[input.carries]?.hint ??
      '';
    return `${from.name} is ${describe(fromSpec)} and ${to.name} is ${describe(toSpec)}. ${hint}`.trim();
  }
  if (!output.carries.startsWith('link.') && from.system !== to.system) {
    return `${from.name} and ${to.name} are in different systems. Records cross systems through a shared directory or a socket.`;
  }
  if (output.max !== undefined && known.count('from', ends.from) >= output.max) {
    return `${from.name} already feeds ${output.max === 1 ? 'one component' : `${output.max} components`}, the most it can.`;
  }
  if (input.max !== undefined && known.count('to', ends.to) >= input.max) {
    return `${to.name} already takes from ${input.max === 1 ? 'one component' : `${input.max} components`}, the most it can.`;
  }
  return undefined;
}
