import {
  configureRequestSchema,
  faultRequestSchema,
  type RunInfo,
  replayCommandSchema,
  startRunSchema,
  stopRunSchema,
} from '@sluice/protocol';
import * as z from 'zod';
import type { ApiPlugin } from '../../api-plugin.ts';
import { idParams } from '../../id-params.ts';
import { ApiError } from '../../problem.ts';
import type { FlowStore } from '../flows/store.ts';
import { flumeMetrics } from './flume-metrics.ts';
import type { RunRegistry } from './registry.ts';
import type { SupervisedRun } from './supervised-run.ts';

const historyQuery = z.object({ seconds: z.coerce.number().int().min(1).max(900).default(300) });
const run = { params: idParams };
const worker = { params: idParams.extend({ worker: z.coerce.number().int().min(1).max(1024) }) };

/** Start, stop, watch and disturb runs. */
export function runRoutes(runs: RunRegistry, flows: FlowStore): ApiPlugin {
  const alive = (id: string): SupervisedRun => {
    const found = runs.get(id);
    if (found.info().endedMs === undefined) return found;
    throw new ApiError(409, 'RUN_OVER', 'The run is over.', { help: 'Start the flow again.' });
  };
  return async (app) => {
    app.get('/runs', async (): Promise<readonly RunInfo[]> => runs.list());
    app.post('/runs', { schema: { body: startRunSchema } }, async (request, reply): Promise<RunInfo> => {
      const { flow: id, seed } = request.body;
      const { flow, revision } = flows.read(id);
      void reply.code(201);
      return runs.start({ flow: id, revision, document: flow, seed });
    });
    app.get('/runs/:id', { schema: run }, async (request) => runs.get(request.params.id).info());
    app.get('/runs/:id/snapshot', { schema: run }, async (request) => runs.get(request.params.id).snapshot());
    app.get('/runs/:id/dead-letters', { schema: run }, async (request) =>
      runs.get(request.params.id).deadLetters(),
    );
    app.post('/runs/:id/stop', { schema: { ...run, body: stopRunSchema } }, async (request) =>
      runs.stop(request.params.id, request.body?.graceMs),
    );
    app.post('/runs/:id/kill', { schema: run }, async (request) => {
      const found = alive(request.params.id);
      found.kill();
      return found.info();
    });
    app.post('/runs/:id/workers/:worker/kill', { schema: worker }, async (request) => {
      const found = alive(request.params.id);
      found.send({ kind: 'kill-worker', worker: request.params.worker });
      return found.info();
    });
    app.post('/runs/:id/replay', { schema: { ...run, body: replayCommandSchema } }, async (request) => {
      const found = alive(request.params.id);
      found.send({ kind: 'replay', command: request.body });
      return found.info();
    });
    app.post('/runs/:id/faults', { schema: { ...run, body: faultRequestSchema } }, async (request) => {
      const found = alive(request.params.id);
      const { component, failFraction, dropFraction, delayMs } = request.body;
      const fault = {
        ...(failFraction === undefined ? {} : { failFraction }),
        ...(dropFraction === undefined ? {} : { dropFraction }),
        ...(delayMs === undefined ? {} : { delayMs }),
      };
      found.send({ kind: 'fault', component, fault });
      return found.info();
    });
    app.post('/runs/:id/configure', { schema: { ...run, body: configureRequestSchema } }, async (request) => {
      const found = alive(request.params.id);
      found.send({ kind: 'configure', ...request.body });
      return found.info();
    });
    app.get('/runs/:id/metrics', { schema: { ...run, querystring: historyQuery } }, async (request) => {
      const { table, history } = runs.get(request.params.id);
      return history.read(table.schema(), request.query.seconds);
    });
    app.get('/runs/:id/flume-metrics', { schema: run }, async (request) => {
      const found = runs.get(request.params.id);
      return flumeMetrics(runs.documentOf(request.params.id), found);
    });
  };
}
