import type { Diagnostic } from '@sluice/ir';

/** Diagnostics where the page shows them: on a component, a system or a connection. */
export interface DiagnosticsByPlace {
  readonly components: { readonly [id: string]: readonly Diagnostic[] };
  readonly systems: { readonly [id: string]: readonly Diagnostic[] };
  readonly connections: { readonly [id: string]: readonly Diagnostic[] };
  readonly errors: number;
  readonly warnings: number;
}

/** That nothing is drawn yet keeps a flow from running, but nobody did anything wrong: the empty canvas says it. */
export function isFinding({ code }: Diagnostic): boolean {
  return code !== 'FLOW_EMPTY';
}

/** Files diagnostics under the thing they name; one that names several goes to the most particular. */
export function byPlace(diagnostics: readonly Diagnostic[]): DiagnosticsByPlace {
  const components: Record<string, Diagnostic[]> = {};
  const systems: Record<string, Diagnostic[]> = {};
  const connections: Record<string, Diagnostic[]> = {};
  let errors = 0;
  let warnings = 0;
  for (const d of diagnostics) {
    if (d.severity === 'error') errors++;
    if (d.severity === 'warning') warnings++;
    const { component, connection, system } = d.at;
    if (component !== undefined) put(components, component, d);
    else if (connection !== undefined) put(connections, connection, d);
    else if (system !== undefined) put(systems, system, d);
  }
  return { components, systems, connections, errors, warnings };
}

function put(into: Record<string, Diagnostic[]>, id: string, d: Diagnostic): void {
  const list = into[id];
  if (list) list.push(d);
  else into[id] = [d];
}
