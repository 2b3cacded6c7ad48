import type { Drawing, DrawnComponent, DrawnConnection, DrawnSystem } from '@sluice/component';
import type { JsonObject } from '@sluice/ir';
import { compile } from '../../src/index.ts';
import { fakes } from './engines.ts';

const systemOf = { flume: 'works', storm: 'farm', spark: 'year' } as const;

/**
 * Draws with few words: a component is `type` or `[type, config]` by id, an attached one is `host<id`; a connection is
 * `from>to`, or `from>to` with its config; ports are `out` and `in` unless written `from.files>to.files`.
 */
export function draw(
  parts: { readonly [id: string]: string | readonly [string, JsonObject] },
  wires: readonly (string | readonly [string, JsonObject])[] = [],
): Drawing {
  const systems: Record<string, DrawnSystem> = {};
  const components: Record<string, DrawnComponent> = {};
  const connections: Record<string, DrawnConnection> = {};
  let order = 0;
  for (const [key, part] of Object.entries(parts)) {
    const [type, config] = typeof part === 'string' ? [part, {}] : part;
    const engine = type.split('.')[0] as keyof typeof systemOf;
    const system = systemOf[engine] ?? 'works';
    systems[system] ??= {
      type: `${engine in systemOf ? engine : 'flume'}.${system}`,
      name: system,
      config: {},
    };
    const [host, id] = key.includes('<') ? key.split('<') : [undefined, key];
    order += 1;
    components[id ?? key] = {
      type,
      name: id ?? key,
      system,
      config,
      ...(host !== undefined && { host, order }),
    };
  }
  for (const wire of wires) {
    const [text, config] = typeof wire === 'string' ? [wire, {}] : wire;
    const [from = '', to = ''] = text.split('>');
    const [a = '', out = 'out'] = from.split('.');
    const [b = '', into = 'in'] = to.split('.');
    connections[`${a}-${b}`] = {
      from: { component: a, port: out },
      to: { component: b, port: into },
      config,
    };
  }
  return { texts: {}, systems, components, connections };
}

/** Codes and places of everything wrong with a drawing. */
export function problemsOf(drawing: Drawing): readonly string[] {
  return compile(drawing, { catalog: fakes }).diagnostics.map((d) =>
    [d.code, d.at.component ?? d.at.connection ?? d.at.system ?? '-', d.at.field]
      .filter((p) => p !== undefined)
      .join(' '),
  );
}
