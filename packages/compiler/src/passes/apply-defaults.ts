import {
  type AppliedComponent,
  type AppliedConnection,
  type AppliedSystem,
  applyDefaults,
  attachments,
  type Drawing,
  type DrawnConnection,
  type FieldSpecs,
} from '@sluice/component';
import { groupBy, pushTo } from './group-by.ts';
import type { Resolved } from './resolve-parts.ts';

/** Everything known and accepted, with defaults filled in, sorted by id. */
export interface Applied {
  readonly systems: ReadonlyMap<string, AppliedSystem>;
  readonly components: ReadonlyMap<string, AppliedComponent>;
  readonly connections: ReadonlyMap<string, AppliedConnection>;
}

/** The name of what a port carries tells links between systems from streams: a link makes no stream. */
export function isLink(connection: DrawnConnection, resolved: Resolved): boolean {
  const from = resolved.components.get(connection.from.component)?.spec.outputs;
  const to = resolved.components.get(connection.to.component)?.spec.inputs;
  const output = from?.find((p) => p.name === connection.from.port);
  const input = to?.find((p) => p.name === connection.to.port);
  return (output ?? input)?.carries.startsWith('link.') === true;
}

/** The fields chosen on a connection: those of the engine it is in; links have none. */
export function connectionFieldsOf(connection: DrawnConnection, resolved: Resolved): FieldSpecs {
  if (isLink(connection, resolved)) return {};
  const end =
    resolved.components.get(connection.from.component) ?? resolved.components.get(connection.to.component);
  return end?.engine.connectionFields ?? {};
}

/** Fills in defaults and gathers each system with what is in it, the way rules look at it. */
export function applyAllDefaults(drawing: Drawing, resolved: Resolved, accepted: readonly string[]): Applied {
  const components = new Map<string, AppliedComponent>();
  for (const [id, { drawn, spec }] of resolved.components) {
    components.set(id, {
      id,
      name: drawn.name,
      spec,
      system: drawn.system,
      config: applyDefaults(spec.config, drawn.config),
      ...(drawn.host !== undefined && { host: drawn.host }),
    });
  }
  const connections = new Map<string, AppliedConnection>();
  for (const id of accepted) {
    const drawn = drawing.connections[id];
    if (drawn === undefined) continue;
    const config = applyDefaults(connectionFieldsOf(drawn, resolved), drawn.config);
    connections.set(id, { id, from: drawn.from, to: drawn.to, config });
  }
  const attached = attachments(drawing);
  const inSystem = groupBy([...components.values()], (c) => c.system);
  const touching = new Map<string, AppliedConnection[]>();
  for (const connection of connections.values()) {
    const ends = [connection.from.component, connection.to.component];
    const own = new Set(ends.flatMap((id) => drawing.components[id]?.system ?? []));
    for (const system of own) pushTo(touching, system, connection);
  }
  const systems = new Map<string, AppliedSystem>();
  for (const [id, { drawn, spec }] of resolved.systems) {
    systems.set(id, {
      id,
      name: drawn.name,
      spec,
      config: applyDefaults(spec.config, drawn.config),
      components: inSystem.get(id) ?? [],
      connections: touching.get(id) ?? [],
      attached: (host) => attached(host).flatMap((part) => components.get(part) ?? []),
    });
  }
  return { systems, components, connections };
}
