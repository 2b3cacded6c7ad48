import type { Flow, FlowComponent, FlowConnection, Position } from '../flow.ts';
import { newId, newName } from '../ids.ts';
import { edit, systemOf } from './support.ts';

/** Components with what is attached to them, the connections among them, and where they stood. Plain JSON. */
export interface Clip {
  readonly components: { readonly [id: string]: FlowComponent };
  readonly connections: { readonly [id: string]: FlowConnection };
  readonly layout: { readonly [id: string]: Position };
}

/** A flow with copies in it, and the new id of each copied part. */
export interface Pasted {
  readonly flow: Flow;
  readonly ids: ReadonlyMap<string, string>;
}

/** Takes components out as a clip; the flow stays as it is. */
export function copy(flow: Flow, ids: readonly string[]): Clip {
  const taken = new Set(ids);
  const components = Object.entries(flow.components).filter(
    ([id, c]) => (taken.has(id) && c.host === undefined) || (c.host !== undefined && taken.has(c.host)),
  );
  const inside = new Set(components.map(([id]) => id));
  return {
    components: Object.fromEntries(components),
    connections: Object.fromEntries(
      Object.entries(flow.connections).filter(
        ([, c]) => inside.has(c.from.component) && inside.has(c.to.component),
      ),
    ),
    layout: Object.fromEntries(Object.entries(flow.layout.components).filter(([id]) => inside.has(id))),
  };
}

/**
 * Puts a clip into a flow under new ids and names, `offset` away from where it stood. `system` takes all of it;
 * without one, each component goes back to its own system, and those whose system is gone are left out.
 */
export function paste(
  flow: Flow,
  clip: Clip,
  options: { readonly system?: string; readonly offset?: Position } = {},
): Pasted {
  if (options.system !== undefined) systemOf(flow, options.system);
  const offset = options.offset ?? { x: 32, y: 32 };
  const ids = new Map<string, string>();
  let after = flow;
  const hostsFirst = Object.entries(clip.components).sort(
    ([a, x], [b, y]) => Number(x.host !== undefined) - Number(y.host !== undefined) || (a < b ? -1 : 1),
  );
  for (const [old, component] of hostsFirst) {
    const system = options.system ?? component.system;
    if (!Object.hasOwn(flow.systems, system)) continue;
    const host = component.host === undefined ? undefined : ids.get(component.host);
    if (component.host !== undefined && host === undefined) continue;
    const id = newId(after, old);
    const name = host === undefined ? newName(after, system, component.name) : component.name;
    const place = Object.hasOwn(clip.layout, old) ? clip.layout[old] : undefined;
    after = edit(after, (draft) => {
      draft.components[id] = {
        ...component,
        config: { ...component.config },
        name,
        system,
        ...(host !== undefined && { host }),
      };
      if (place) draft.layout.components[id] = { x: place.x + offset.x, y: place.y + offset.y };
    });
    ids.set(old, id);
  }
  for (const [old, connection] of Object.entries(clip.connections)) {
    const from = ids.get(connection.from.component);
    const to = ids.get(connection.to.component);
    if (from === undefined || to === undefined) continue;
    const id = newId(after, old);
    after = edit(after, (draft) => {
      draft.connections[id] = {
        from: { component: from, port: connection.from.port },
        to: { component: to, port: connection.to.port },
        config: { ...connection.config },
      };
    });
    ids.set(old, id);
  }
  return { flow: after, ids };
}

/** Copies components beside themselves. */
export function duplicate(flow: Flow, ids: readonly string[], offset?: Position): Pasted {
  return paste(flow, copy(flow, ids), offset ? { offset } : {});
}
