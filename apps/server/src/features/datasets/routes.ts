import { datasets, openDataset } from '@sluice/datasets';
import type { DatasetInfo } from '@sluice/protocol';
import type { ApiPlugin } from '../../api-plugin.ts';

/** The demo data sets with their first lines. */
export function listDatasets(): readonly DatasetInfo[] {
  return datasets.map(({ name, title, summary, naturalRate, total }) => ({
    name,
    title,
    summary,
    naturalRate,
    total,
    sample: openDataset(name, 1).lines(0, 5).trimEnd().split('\n'),
  }));
}

/** `GET /datasets`. */
export function datasetRoutes(): ApiPlugin {
  return async (app) => {
    app.get('/datasets', async () => listDatasets());
  };
}
