import {
  type ChangeAccepted,
  changeRequestSchema,
  createFlowSchema,
  type FlowState,
  type FlowSummary,
  type RunInfo,
} from '@sluice/protocol';
import type { ApiPlugin } from '../../api-plugin.ts';
import { idParams } from '../../id-params.ts';
import { ApiError } from '../../problem.ts';
import { compileFlow } from '../checks/service.ts';
import { createFlow, summaryOf } from './service.ts';
import type { FlowStore } from './store.ts';

const textLimit = 6 * 1024 * 1024;

/** What the flow routes need of the runs. */
export interface RunsOfFlows {
  latest(flow: string): RunInfo | undefined;
}

/** The project's flows: list, create, read, change, duplicate, delete, check. */
export function flowRoutes(store: FlowStore, runs: RunsOfFlows): ApiPlugin {
  return async (app) => {
    app.get('/flows', async (): Promise<readonly FlowSummary[]> => {
      return store.list().map((stored) => summaryOf(stored, runs.latest(stored.id)));
    });
    app.post(
      '/flows',
      { schema: { body: createFlowSchema.optional() }, bodyLimit: textLimit },
      async (request, reply): Promise<FlowState> => {
        void reply.code(201);
        return createFlow(store, request.body ?? {});
      },
    );
    app.get('/flows/:id', { schema: { params: idParams } }, async (request) => store.read(request.params.id));
    app.post(
      '/flows/:id/changes',
      { schema: { params: idParams, body: changeRequestSchema }, bodyLimit: textLimit },
      async (request): Promise<ChangeAccepted> => {
        const { revision } = store.change(request.params.id, request.body);
        return { revision };
      },
    );
    app.post('/flows/:id/duplicate', { schema: { params: idParams } }, async (request, reply) => {
      const { flow } = store.read(request.params.id);
      void reply.code(201);
      return store.create({ ...flow, name: `${flow.name} copy` });
    });
    app.delete('/flows/:id', { schema: { params: idParams } }, async (request, reply) => {
      const { id } = request.params;
      const run = runs.latest(id);
      if (run !== undefined && run.endedMs === undefined) {
        throw new ApiError(409, 'FLOW_RUNNING', 'The flow runs.', { help: 'Stop it first.' });
      }
      store.remove(id);
      return reply.code(204).send();
    });
    app.post('/flows/:id/checks', { schema: { params: idParams } }, async (request) => {
      const { flow } = store.read(request.params.id);
      return { diagnostics: compileFlow(flow).diagnostics };
    });
  };
}
