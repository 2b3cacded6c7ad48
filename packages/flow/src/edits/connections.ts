import type { JsonObject } from '@sluice/ir';
import type { Flow } from '../flow.ts';
import { assertFree, componentOf, connectionOf, edit } from './support.ts';

export interface ConnectionEnd {
  readonly component: string;
  readonly port: string;
}
export interface NewConnection {
  readonly id: string;
  readonly from: ConnectionEnd;
  readonly to: ConnectionEnd;
  readonly config?: JsonObject;
}

/** Draws a connection. Whether it is allowed is for `refuseConnection` and the compiler to say. */
export function connect(flow: Flow, connection: NewConnection): Flow {
  assertFree(flow, connection.id);
  componentOf(flow, connection.from.component);
  componentOf(flow, connection.to.component);
  return edit(flow, (draft) => {
    draft.connections[connection.id] = {
      from: { component: connection.from.component, port: connection.from.port },
      to: { component: connection.to.component, port: connection.to.port },
      config: { ...connection.config },
    };
  });
}

/** Removes connections. Unknown ids do nothing. */
export function disconnect(flow: Flow, ids: readonly string[]): Flow {
  return edit(flow, (draft) => {
    for (const id of ids) delete draft.connections[id];
  });
}

/** Moves one or both ends of a connection; its id and config stay. */
export function reconnect(
  flow: Flow,
  id: string,
  ends: { readonly from?: ConnectionEnd; readonly to?: ConnectionEnd },
): Flow {
  connectionOf(flow, id);
  if (ends.from) componentOf(flow, ends.from.component);
  if (ends.to) componentOf(flow, ends.to.component);
  return edit(flow, (draft) => {
    const connection = draft.connections[id];
    if (!connection) return;
    if (ends.from) connection.from = { component: ends.from.component, port: ends.from.port };
    if (ends.to) connection.to = { component: ends.to.component, port: ends.to.port };
  });
}
