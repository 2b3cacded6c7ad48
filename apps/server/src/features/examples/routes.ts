import type { ApiPlugin } from '../../api-plugin.ts';
import { listExamples } from './service.ts';

/** `GET /examples`. */
export function exampleRoutes(): ApiPlugin {
  return async (app) => {
    app.get('/examples', async () => listExamples());
  };
}
