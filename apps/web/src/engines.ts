import { type Catalog, createCatalog, type EngineDefinition } from '@sluice/component';
import { flume } from '@sluice/flume';
import { spark } from '@sluice/spark';
import { storm } from '@sluice/storm';

/** The only place of the page that lists engines. */
export const engines: readonly EngineDefinition[] = [flume, storm, spark];

/** All components of all engines. */
export const catalog: Catalog = createCatalog(engines);
