import { type Catalog, type Drawing, KnownConnections, refuseAmong } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';

export interface CheckedConnections {
  /** Ids of the connections that may stay, sorted. */
  readonly accepted: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Asks for every connection what the canvas asks while dragging. They are judged in order of their ids, each against
 * those accepted before, so that only what is too many is refused.
 */
export function checkConnections(drawing: Drawing, catalog: Catalog): CheckedConnections {
  const diagnostics: Diagnostic[] = [];
  const accepted: string[] = [];
  const known = new KnownConnections();
  for (const id of Object.keys(drawing.connections).sort()) {
    const connection = drawing.connections[id];
    if (connection === undefined) continue;
    const reason = refuseAmong(catalog, drawing, connection, known);
    if (reason === undefined) {
      accepted.push(id);
      known.add(connection);
      continue;
    }
    diagnostics.push({
      code: 'FLOW_CONNECTION_REFUSED',
      severity: 'error',
      message: reason,
      at: { connection: id },
      help: 'Remove this connection or draw it to another component.',
    });
  }
  return { accepted, diagnostics };
}
