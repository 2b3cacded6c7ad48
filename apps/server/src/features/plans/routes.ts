import type { ApiPlugin } from '../../api-plugin.ts';
import { idParams } from '../../id-params.ts';
import { ApiError } from '../../problem.ts';
import type { FlowStore } from '../flows/store.ts';
import { type Explained, explainFlow } from './service.ts';

/** `GET /flows/:id/plan`: the program of a flow and how it is run here, or 422 with what is wrong. */
export function planRoutes(store: FlowStore): ApiPlugin {
  return async (app) => {
    app.get('/flows/:id/plan', { schema: { params: idParams } }, async (request): Promise<Explained> => {
      const { explained, diagnostics } = explainFlow(store.read(request.params.id).flow);
      if (explained) return explained;
      throw new ApiError(422, 'PLAN_NOT_COMPILED', 'The flow has errors, so there is no plan.', {
        help: 'Mend what the diagnostics say.',
        members: { diagnostics },
      });
    });
  };
}
