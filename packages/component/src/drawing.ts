import type { JsonObject } from '@sluice/ir';

/** A box that contains components: a Flume agent, a Storm topology, a Spark streaming context. */
export interface DrawnSystem {
  readonly type: string;
  readonly name: string;
  /** Only what differs from the spec's defaults. */
  readonly config: JsonObject;
  /** Properties the spec does not know, in the engine's spelling; kept and exported as they were. */
  readonly extra?: { readonly [key: string]: string };
  /** Key in `texts` when the system came from, or is edited as, a text. */
  readonly text?: string;
}

export interface DrawnComponent {
  readonly type: string;
  readonly name: string;
  readonly system: string;
  readonly config: JsonObject;
  readonly extra?: { readonly [key: string]: string };
  /** Set on attached components (an interceptor, a selector): the component they belong to. */
  readonly host?: string;
  /** Place among the attached components of one kind on a host, ascending; ties break by id. */
  readonly order?: number;
}

export interface DrawnConnection {
  readonly from: { readonly component: string; readonly port: string };
  readonly to: { readonly component: string; readonly port: string };
  /** Fields of the connection spec of the engine (a grouping, a selector mapping). */
  readonly config: JsonObject;
}

/** A text a person wrote that systems of the drawing came from. */
export interface DrawnText {
  readonly language: string;
  readonly content: string;
}

/**
 * What is drawn, without where it stands: the part of a flow document that rules, lenses, exporters and the
 * compiler read. Keys are ids, unique in the flow.
 */
export interface Drawing {
  readonly texts: { readonly [id: string]: DrawnText };
  readonly systems: { readonly [id: string]: DrawnSystem };
  readonly components: { readonly [id: string]: DrawnComponent };
  readonly connections: { readonly [id: string]: DrawnConnection };
}

/** The ids of the components attached to `host`, in order. */
export function attachedTo(drawing: Drawing, host: string): string[] {
  return inOrder(Object.entries(drawing.components).filter(([, c]) => c.host === host));
}

/** `attachedTo` for many hosts of one drawing. */
export function attachments(drawing: Drawing): (host: string) => readonly string[] {
  const byHost = new Map<string, [string, DrawnComponent][]>();
  for (const entry of Object.entries(drawing.components)) {
    const { host } = entry[1];
    if (host === undefined) continue;
    const own = byHost.get(host);
    if (own) own.push(entry);
    else byHost.set(host, [entry]);
  }
  const ids = new Map([...byHost].map(([host, attached]) => [host, inOrder(attached)]));
  return (host) => ids.get(host) ?? [];
}

function inOrder(attached: readonly (readonly [string, DrawnComponent])[]): string[] {
  return [...attached]
    .sort(([a, x], [b, y]) => (x.order ?? 0) - (y.order ?? 0) || (a < b ? -1 : 1))
    .map(([id]) => id);
}
