import type { Drawing, DrawnComponent } from '@sluice/component';

/** The drawing with what is in one system only, for many systems. */
export function splitBySystem(drawing: Drawing): (system: string) => Drawing {
  const parts = new Map<
    string,
    { components: Record<string, DrawnComponent>; connections: Drawing['connections'] }
  >();
  const put = (system: string, kind: 'components' | 'connections', id: string, value: object): void => {
    let part = parts.get(system);
    if (!part) parts.set(system, (part = { components: {}, connections: {} }));
    Object.assign(part[kind], { [id]: value });
  };
  for (const [id, component] of Object.entries(drawing.components)) {
    put(component.system, 'components', id, component);
    const host = component.host === undefined ? undefined : drawing.components[component.host];
    if (host && host.system !== component.system) put(host.system, 'components', id, component);
  }
  for (const [id, connection] of Object.entries(drawing.connections)) {
    const system = drawing.components[connection.from.component]?.system;
    if (system !== undefined) put(system, 'connections', id, connection);
  }
  return (system) => ({ ...drawing, ...(parts.get(system) ?? { components: {}, connections: {} }) });
}
