import { type Catalog, createCatalog, type EngineDefinition } from '@sluice/component';

/** The only place of the page that lists engines. */
export const engines: readonly EngineDefinition[] = [];

/** All components of all engines. */
export const catalog: Catalog = createCatalog(engines);
