import * as z from 'zod';
import type { ApiPlugin } from '../../api-plugin.ts';
import { ApiError } from '../../problem.ts';
import type { FlowStore } from '../flows/store.ts';
import { exportFlow, exportTargets } from './service.ts';

const params = z.object({ id: z.string().max(80), target: z.string().max(40) });

/** `GET /flows/:id/exports/:target`: the files of a flow for a real engine. */
export function exportRoutes(store: FlowStore): ApiPlugin {
  return async (app) => {
    app.get('/flows/:id/exports/:target', { schema: { params } }, async (request) => {
      const { id, target } = request.params;
      const exported = exportFlow(store.read(id).flow, target);
      if (exported) return exported;
      const known = exportTargets.map((candidate) => candidate.id).join(', ');
      throw new ApiError(404, 'EXPORT_TARGET_UNKNOWN', `There is no target ${JSON.stringify(target)}.`, {
        help: `Known targets: ${known}.`,
      });
    });
  };
}
