import type { Catalog, FieldSpecs } from '@sluice/component';
import type { Flow, FlowConnection } from '@sluice/flow';

/** The settings of a connection: those that mean something between its two ends, and any that are set all the same. */
export function fieldsOfConnection(catalog: Catalog, flow: Flow, connection: FlowConnection): FieldSpecs {
  const engine = catalog.engineOf(flow.components[connection.from.component]?.type ?? '');
  if (!engine) return {};
  const meant = engine.fieldsOf?.(connection, flow);
  return Object.fromEntries(
    Object.entries(engine.connectionFields).filter(
      ([name]) => meant === undefined || meant.includes(name) || Object.hasOwn(connection.config, name),
    ),
  );
}
