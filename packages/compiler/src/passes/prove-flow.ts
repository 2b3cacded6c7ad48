import { type Drawing, KnownConnections } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';
import type { Applied } from './apply-defaults.ts';
import { pushTo } from './group-by.ts';
import type { Resolved } from './resolve-parts.ts';

/** Checks what holds only of the whole graph: something begins, everything needed is connected and reached. */
export function proveFlow(drawing: Drawing, resolved: Resolved, applied: Applied): readonly Diagnostic[] {
  const canvas = [...applied.components.values()].filter((c) => c.host === undefined);
  // A component the catalog does not know counts as whatever its neighbours need.
  const known = new KnownConnections();
  for (const connection of Object.values(drawing.connections)) known.add(connection);
  const isConnected = (end: 'from' | 'to', component: string, port: string): boolean =>
    known.count(end, { component, port }) > 0;
  const diagnostics: Diagnostic[] = [];

  if (canvas.length === 0 && Object.keys(drawing.components).length === 0) {
    return [
      {
        code: 'FLOW_EMPTY',
        severity: 'error',
        message: 'There is nothing to run yet.',
        at: {},
        help: 'Drag a source from the palette onto the canvas.',
      },
    ];
  }
  for (const { id, name, spec, system } of canvas) {
    for (const [end, ports] of [
      ['to', spec.inputs],
      ['from', spec.outputs],
    ] as const) {
      for (const port of ports) {
        if (port.isRequired !== true || isConnected(end, id, port.name)) continue;
        const hint = resolved.components.get(id)?.engine.portTypes[port.carries]?.hint;
        const isIn = end === 'to';
        diagnostics.push({
          code: 'FLOW_PORT_UNCONNECTED',
          severity: 'error',
          message: isIn ? `Nothing feeds ${name}.` : `${name} feeds nothing.`,
          at: { component: id, system },
          help: hint ?? (isIn ? 'Connect its input.' : 'Connect its output.'),
        });
      }
    }
  }
  return [
    ...diagnostics,
    ...findUnreached(
      canvas.map((c) => c.id),
      drawing,
      applied,
    ),
  ];
}

/** Components that are fed, but by no source however far one goes back. */
function findUnreached(canvas: readonly string[], drawing: Drawing, applied: Applied): Diagnostic[] {
  const feeds = new Map<string, string[]>();
  const isFed = new Set<string>();
  for (const { from, to } of Object.values(drawing.connections)) {
    pushTo(feeds, from.component, to.component);
    isFed.add(to.component);
  }
  const reached = new Set<string>();
  const stack = Object.keys(drawing.components).filter((id) => !isFed.has(id));
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    stack.push(...(feeds.get(id) ?? []));
  }
  return canvas
    .filter((id) => !reached.has(id))
    .map((id) => ({
      code: 'FLOW_UNREACHABLE',
      severity: 'error',
      message: `No source leads to ${applied.components.get(id)?.name ?? id}.`,
      at: { component: id },
      help: 'Connect it to a source, or remove it.',
    }));
}
