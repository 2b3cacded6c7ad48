import type { Flow } from './flow.ts';

/** A place where a document contradicts itself; whether a flow is *right* is the compiler's business. */
export interface Flaw {
  readonly path: readonly string[];
  readonly message: string;
}

/** Every contradiction inside a document: dangling references, ids used twice, layout of things that do not exist. */
export function findFlaws(flow: Flow): readonly Flaw[] {
  const flaws: Flaw[] = [];
  const own = (map: object, key: string): boolean => Object.hasOwn(map, key);
  const seen = new Map<string, string>();
  for (const part of ['texts', 'systems', 'components', 'connections'] as const) {
    for (const id of Object.keys(flow[part])) {
      const other = seen.get(id);
      if (other !== undefined) {
        flaws.push({ path: [part, id], message: `The id ${id} is used in ${other} and in ${part}.` });
      }
      seen.set(id, part);
    }
  }
  for (const [id, system] of Object.entries(flow.systems)) {
    if (system.text !== undefined && !own(flow.texts, system.text)) {
      flaws.push({
        path: ['systems', id, 'text'],
        message: `System ${id} names the text ${system.text}, which does not exist.`,
      });
    }
  }
  for (const [id, component] of Object.entries(flow.components)) {
    if (!own(flow.systems, component.system)) {
      flaws.push({
        path: ['components', id, 'system'],
        message: `Component ${id} is in the system ${component.system}, which does not exist.`,
      });
    }
    if (component.host === undefined) continue;
    const host = own(flow.components, component.host) ? flow.components[component.host] : undefined;
    if (host === undefined || host.host !== undefined || host.system !== component.system) {
      flaws.push({
        path: ['components', id, 'host'],
        message: `Component ${id} is attached to ${component.host}, which is not a component of its system.`,
      });
    }
  }
  for (const [id, connection] of Object.entries(flow.connections)) {
    for (const end of ['from', 'to'] as const) {
      const component = connection[end].component;
      if (!own(flow.components, component)) {
        flaws.push({
          path: ['connections', id, end],
          message: `Connection ${id} ends at ${component}, which does not exist.`,
        });
      }
    }
  }
  for (const part of ['components', 'systems'] as const) {
    for (const id of Object.keys(flow.layout[part])) {
      if (!own(flow[part], id)) {
        flaws.push({ path: ['layout', part, id], message: `The layout places ${id}, which does not exist.` });
      }
    }
  }
  return flaws;
}
