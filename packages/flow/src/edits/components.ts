import type { JsonObject } from '@sluice/ir';
import { FlowEditError } from '../errors.ts';
import type { Flow, FlowComponent, Position } from '../flow.ts';
import { assertFree, componentOf, edit, systemOf } from './support.ts';

export interface NewComponent {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly system: string;
  readonly config?: JsonObject;
  readonly extra?: { readonly [key: string]: string };
  readonly position?: Position;
}

/** Puts a component into a system. */
export function addComponent(flow: Flow, component: NewComponent): Flow {
  assertFree(flow, component.id);
  systemOf(flow, component.system);
  return edit(flow, (draft) => {
    const { id, position, extra, config, ...rest } = component;
    draft.components[id] = { ...rest, config: { ...config }, ...(extra && { extra: { ...extra } }) };
    if (position) draft.layout.components[id] = { x: position.x, y: position.y };
  });
}

export interface NewAttachment {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly host: string;
  readonly config?: JsonObject;
}

/** Attaches a component (an interceptor, a selector) to a host, after those already there. */
export function attach(flow: Flow, attachment: NewAttachment): Flow {
  assertFree(flow, attachment.id);
  const host = componentOf(flow, attachment.host);
  if (host.host !== undefined) throw new FlowEditError(`${attachment.host} is itself attached.`);
  const orders = attachedIds(flow, attachment.host).map((id) => componentOf(flow, id).order ?? 0);
  return edit(flow, (draft) => {
    const { id, config, ...rest } = attachment;
    draft.components[id] = {
      ...rest,
      system: host.system,
      order: Math.max(-1, ...orders) + 1,
      config: { ...config },
    };
  });
}

/** Ids of the components attached to a host, in order. */
export function attachedIds(flow: Flow, host: string): readonly string[] {
  return Object.entries(flow.components)
    .filter(([, c]) => c.host === host)
    .sort(([a, x], [b, y]) => (x.order ?? 0) - (y.order ?? 0) || (a < b ? -1 : 1))
    .map(([id]) => id);
}

/** Puts the components attached to a host into the given order; those not named follow. */
export function reorderAttached(flow: Flow, host: string, ids: readonly string[]): Flow {
  const present = attachedIds(flow, host);
  const wanted = [...new Set(ids.filter((id) => present.includes(id)))];
  const order = [...wanted, ...present.filter((id) => !wanted.includes(id))];
  return edit(flow, (draft) => {
    for (const [index, id] of order.entries()) {
      const component = draft.components[id];
      if (component && component.order !== index) component.order = index;
    }
  });
}

/** Removes components with all that is attached to them, their connections and their places. Unknown ids do nothing. */
export function removeComponents(flow: Flow, ids: readonly string[]): Flow {
  const gone = new Set(ids.filter((id) => Object.hasOwn(flow.components, id)));
  for (const [id, component] of Object.entries(flow.components)) {
    if (component.host !== undefined && gone.has(component.host)) gone.add(id);
  }
  if (gone.size === 0) return flow;
  return edit(flow, (draft) => {
    for (const [id, c] of Object.entries(flow.connections)) {
      if (gone.has(c.from.component) || gone.has(c.to.component)) delete draft.connections[id];
    }
    for (const id of gone) {
      delete draft.components[id];
      delete draft.layout.components[id];
    }
  });
}

/** Moves components, with what is attached to them, into another system. Connections stay; the compiler judges them. */
export function moveToSystem(flow: Flow, ids: readonly string[], system: string): Flow {
  systemOf(flow, system);
  const moved = new Set(ids.filter((id) => componentOf(flow, id).host === undefined));
  const isMoved = (id: string, c: FlowComponent): boolean =>
    moved.has(id) || (c.host !== undefined && moved.has(c.host));
  return edit(flow, (draft) => {
    for (const [id, c] of Object.entries(flow.components)) {
      const component = draft.components[id];
      if (component && isMoved(id, c) && c.system !== system) component.system = system;
    }
  });
}
