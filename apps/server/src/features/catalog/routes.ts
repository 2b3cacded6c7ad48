import type { ApiPlugin } from '../../api-plugin.ts';
import { idParams } from '../../id-params.ts';
import { ApiError } from '../../problem.ts';
import { describeCatalog, findComponent } from './service.ts';

/** `GET /catalog` and `GET /catalog/:id`. */
export function catalogRoutes(): ApiPlugin {
  return async (app) => {
    app.get('/catalog', async () => describeCatalog());
    app.get('/catalog/:id', { schema: { params: idParams } }, async (request) => {
      const found = findComponent(request.params.id);
      if (found) return found;
      throw new ApiError(
        404,
        'CATALOG_UNKNOWN',
        `There is no component ${JSON.stringify(request.params.id)}.`,
      );
    });
  };
}
