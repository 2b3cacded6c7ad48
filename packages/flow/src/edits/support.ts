import type { Json } from '@sluice/ir';
import { create } from 'mutative';
import { FlowEditError } from '../errors.ts';
import type { Flow, FlowComponent, FlowConnection, FlowSystem } from '../flow.ts';
import { idPattern, isSafeKey } from '../schema.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type WritableConfig<T> = Writable<Omit<T, 'config'>> & { config: Record<string, Json> };
type WritableMap<T> = Record<string, T>;

/** A flow as a recipe may write to it. Spelled out because mutative's own type does not end on JSON values. */
export interface DraftFlow {
  name: string;
  summary: string;
  texts: WritableMap<Writable<Flow['texts'][string]>>;
  systems: WritableMap<WritableConfig<FlowSystem>>;
  components: WritableMap<WritableConfig<FlowComponent>>;
  connections: WritableMap<WritableConfig<FlowConnection>>;
  layout: {
    components: WritableMap<Writable<Flow['layout']['components'][string]>>;
    systems: WritableMap<Writable<Flow['layout']['systems'][string]>>;
  };
}

/** Runs a recipe on a draft; parts it does not touch are shared with the flow before. */
export function edit(flow: Flow, recipe: (draft: DraftFlow) => void): Flow {
  const after: unknown = create(flow as object, (draft) => {
    recipe(draft as unknown as DraftFlow);
  });
  return after as Flow;
}

/** The component with this id; throws when there is none. */
export function componentOf(flow: Flow, id: string): FlowComponent {
  const found = Object.hasOwn(flow.components, id) ? flow.components[id] : undefined;
  if (!found) throw new FlowEditError(`There is no component ${id}.`);
  return found;
}

/** The system with this id; throws when there is none. */
export function systemOf(flow: Flow, id: string): FlowSystem {
  const found = Object.hasOwn(flow.systems, id) ? flow.systems[id] : undefined;
  if (!found) throw new FlowEditError(`There is no system ${id}.`);
  return found;
}

/** The connection with this id; throws when there is none. */
export function connectionOf(flow: Flow, id: string): FlowConnection {
  const found = Object.hasOwn(flow.connections, id) ? flow.connections[id] : undefined;
  if (!found) throw new FlowEditError(`There is no connection ${id}.`);
  return found;
}

/** Checks that an id may be given to a new part. */
export function assertFree(flow: Flow, id: string): void {
  if (!idPattern.test(id) || !isSafeKey(id)) throw new FlowEditError(`${JSON.stringify(id)} is no id.`);
  for (const part of [flow.components, flow.connections, flow.systems, flow.texts]) {
    if (Object.hasOwn(part, id)) throw new FlowEditError(`The id ${id} is taken.`);
  }
}
