import type { Flow, FlowComponent, FlowConnection, FlowSystem } from '../flow.ts';
import { newId } from '../ids.ts';
import { isEqual } from '../json-equal.ts';
import { edit } from './support.ts';

/** Systems, components and connections as a text lens reads them. */
export interface DrawingReading {
  readonly systems: { readonly [id: string]: FlowSystem };
  readonly components: { readonly [id: string]: FlowComponent };
  readonly connections: { readonly [id: string]: FlowConnection };
}

/**
 * Makes the systems that follow text `textId` what the text says. Ids the reading kept keep their layout, and links
 * to other systems stay while both ends exist; an id that some other part of the flow has is exchanged for a new one.
 * New parts get no place: laying out is the canvas's.
 */
export function replaceDrawing(flow: Flow, textId: string, reading: DrawingReading): Flow {
  const oldSystems = new Set(Object.keys(flow.systems).filter((id) => flow.systems[id]?.text === textId));
  const oldComponents = new Set(
    Object.keys(flow.components).filter((id) => oldSystems.has(flow.components[id]?.system ?? '')),
  );
  const ends = (c: FlowConnection): number =>
    Number(oldComponents.has(c.from.component)) + Number(oldComponents.has(c.to.component));
  const oldConnections = new Set(
    Object.keys(flow.connections).filter((id) => {
      const connection = flow.connections[id];
      return connection !== undefined && ends(connection) === 2;
    }),
  );
  const ids = exchangeTaken(flow, reading, { oldSystems, oldComponents, oldConnections, textId });
  const idOf = (id: string): string => ids.get(id) ?? id;

  return edit(flow, (draft) => {
    const keep = (map: Record<string, unknown>, id: string, value: object): void => {
      if (!isEqual(map[id], value)) map[id] = value;
    };
    const systems = new Set(Object.keys(reading.systems).map(idOf));
    const components = new Set(Object.keys(reading.components).map(idOf));
    const connections = new Set(Object.keys(reading.connections).map(idOf));
    for (const id of oldSystems) {
      if (systems.has(id)) continue;
      delete draft.systems[id];
      delete draft.layout.systems[id];
    }
    for (const id of oldComponents) {
      if (components.has(id)) continue;
      delete draft.components[id];
      delete draft.layout.components[id];
    }
    for (const id of oldConnections) if (!connections.has(id)) delete draft.connections[id];
    for (const [id, system] of Object.entries(reading.systems)) {
      keep(draft.systems, idOf(id), { ...system, text: textId });
    }
    for (const [id, component] of Object.entries(reading.components)) {
      const { host } = component;
      keep(draft.components, idOf(id), {
        ...component,
        system: idOf(component.system),
        ...(host !== undefined && { host: idOf(host) }),
      });
    }
    for (const [id, connection] of Object.entries(reading.connections)) {
      keep(draft.connections, idOf(id), {
        from: { component: idOf(connection.from.component), port: connection.from.port },
        to: { component: idOf(connection.to.component), port: connection.to.port },
        config: { ...connection.config },
      });
    }
    for (const [id, connection] of Object.entries(draft.connections)) {
      const { from, to } = connection;
      if (!draft.components[from.component] || !draft.components[to.component]) delete draft.connections[id];
    }
  });
}

interface Old {
  readonly oldSystems: ReadonlySet<string>;
  readonly oldComponents: ReadonlySet<string>;
  readonly oldConnections: ReadonlySet<string>;
  readonly textId: string;
}

/** New ids for those parts of the reading whose id belongs to something else in the flow. */
function exchangeTaken(flow: Flow, reading: DrawingReading, old: Old): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  let reserved = flow;
  const reserve = (id: string): void => {
    reserved = { ...reserved, texts: { ...reserved.texts, [id]: { language: '', content: '' } } };
  };
  const parts = [
    [reading.systems, old.oldSystems],
    [reading.components, old.oldComponents],
    [reading.connections, old.oldConnections],
  ] as const;
  const wanted = new Set(parts.flatMap(([map]) => Object.keys(map)));
  for (const [map, own] of parts) {
    for (const id of Object.keys(map)) {
      const isForeign =
        id === old.textId ||
        [flow.systems, flow.components, flow.connections, flow.texts].some((m) => Object.hasOwn(m, id));
      if (!isForeign || own.has(id)) continue;
      let fresh = newId(reserved, id);
      while (wanted.has(fresh)) {
        reserve(fresh);
        fresh = newId(reserved, id);
      }
      reserve(fresh);
      ids.set(id, fresh);
    }
  }
  return ids;
}
