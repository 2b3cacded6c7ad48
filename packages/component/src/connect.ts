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
  const same = Object.entries(drawing.connections).some(
    ([id, c]) =>
      id !== ignore &&
      c.from.component === ends.from.component &&
      c.from.port === ends.from.port &&
      c.to.component === ends.to.component &&
      c.to.port === ends.to.port,
  );
  if (same) return `${from.name} and ${to.name} are connected already.`;
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
  const count = (end: 'from' | 'to', component: string, port: string): number =>
    Object.entries(drawing.connections).filter(
      ([id, c]) => id !== ignore && c[end].component === component && c[end].port === port,
    ).length;
  if (output.max !== undefined && count('from', ends.from.component, ends.from.port) >= output.max) {
    return `${from.name} already feeds ${output.max === 1 ? 'one component' : `${output.max} components`}, the most it can.`;
  }
  if (input.max !== undefined && count('to', ends.to.component, ends.to.port) >= input.max) {
    return `${to.name} already takes from ${input.max === 1 ? 'one component' : `${input.max} components`}, the most it can.`;
  }
  return undefined;
}
