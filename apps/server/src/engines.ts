import { createCatalog } from '@sluice/component';
import { flume } from '@sluice/flume';
import { spark } from '@sluice/spark';
import { storm } from '@sluice/storm';

/** What exists, for everything on the server that is told; with `engine/implementations.ts` the only list of engines. */
export const catalog = createCatalog([flume, storm, spark]);
