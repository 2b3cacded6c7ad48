/** What is selected on the canvas; ids of the flow. */
export interface Selection {
  readonly components: readonly string[];
  readonly systems: readonly string[];
  readonly connections: readonly string[];
  /** Shown in the inspector on its own although attached to another component (an interceptor). */
  readonly attached?: string;
}

/** Nothing selected. */
export const nothing: Selection = { components: [], systems: [], connections: [] };

/** One thing selected. */
export function only(kind: 'component' | 'system' | 'connection', id: string): Selection {
  switch (kind) {
    case 'component':
      return { ...nothing, components: [id] };
    case 'system':
      return { ...nothing, systems: [id] };
    case 'connection':
      return { ...nothing, connections: [id] };
  }
}

/** The one thing the inspector shows, or the number of things when there are several. */
export type Focus =
  | { readonly kind: 'component' | 'system' | 'connection'; readonly id: string }
  | { readonly kind: 'many'; readonly count: number }
  | { readonly kind: 'none' };

/** What the inspector is about. */
export function focusOf(selection: Selection): Focus {
  const { components, systems, connections, attached } = selection;
  if (attached !== undefined) return { kind: 'component', id: attached };
  const count = components.length + systems.length + connections.length;
  if (count === 0) return { kind: 'none' };
  if (count > 1) return { kind: 'many', count };
  const component = components[0];
  if (component !== undefined) return { kind: 'component', id: component };
  const system = systems[0];
  if (system !== undefined) return { kind: 'system', id: system };
  return { kind: 'connection', id: connections[0] ?? '' };
}

/** The selection without what no longer exists; the same object when nothing is gone. */
export function pruned(
  selection: Selection,
  flow: { readonly components: object; readonly systems: object; readonly connections: object },
): Selection {
  const keep = (ids: readonly string[], all: object): readonly string[] =>
    ids.every((id) => Object.hasOwn(all, id)) ? ids : ids.filter((id) => Object.hasOwn(all, id));
  const components = keep(selection.components, flow.components);
  const systems = keep(selection.systems, flow.systems);
  const connections = keep(selection.connections, flow.connections);
  const isAttachedGone =
    selection.attached !== undefined && !Object.hasOwn(flow.components, selection.attached);
  if (
    components === selection.components &&
    systems === selection.systems &&
    connections === selection.connections &&
    !isAttachedGone
  ) {
    return selection;
  }
  return {
    components,
    systems,
    connections,
    ...(selection.attached === undefined || isAttachedGone ? {} : { attached: selection.attached }),
  };
}

type Parts = {
  readonly components: { readonly [id: string]: { readonly host?: string } };
  readonly connections: object;
};

/** What a step of undo or redo brought back, to be selected: its components, else its connections; undefined when nothing came. */
export function arrived(before: Parts, after: Parts): Selection | undefined {
  const components = Object.keys(after.components).filter(
    (id) => after.components[id]?.host === undefined && !Object.hasOwn(before.components, id),
  );
  if (components.length > 0) return { ...nothing, components };
  const connections = Object.keys(after.connections).filter((id) => !Object.hasOwn(before.connections, id));
  return connections.length > 0 ? { ...nothing, connections } : undefined;
}
