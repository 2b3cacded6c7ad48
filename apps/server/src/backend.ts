import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Compiled } from '@sluice/compiler';
import type { Flow } from '@sluice/flow';
import type { FastifyServerOptions } from 'fastify';
import type { ApiInstance } from './api-plugin.ts';
import { createApp } from './app.ts';
import type { StartEngine } from './engine/engine-process.ts';
import { catalogRoutes } from './features/catalog/routes.ts';
import { checkRoutes } from './features/checks/routes.ts';
import { compileFlow } from './features/checks/service.ts';
import { datasetRoutes } from './features/datasets/routes.ts';
import { exampleRoutes } from './features/examples/routes.ts';
import { exportRoutes } from './features/exports/routes.ts';
import { flowRoutes } from './features/flows/routes.ts';
import { type FlowStore, openFlowStore } from './features/flows/store.ts';
import { metricsRoutes } from './features/metrics/routes.ts';
import { planRoutes } from './features/plans/routes.ts';
import { createRunRegistry, type RunRegistry } from './features/runs/registry.ts';
import { runRoutes } from './features/runs/routes.ts';
import { sessionRoutes } from './features/session/routes.ts';
import { attachRealtime, type Realtime } from './realtime/realtime.ts';
import { type Access, createAccess } from './security/access.ts';
import { version } from './version.ts';

export interface BackendOptions {
  readonly project: string;
  readonly roots: readonly string[];
  readonly isExecAllowed: boolean;
  readonly startEngine: StartEngine;
  readonly compile?: (flow: Flow) => Compiled;
  readonly port: () => number;
  readonly webFolder?: string | undefined;
  readonly isDevelopment?: boolean;
  readonly logger?: FastifyServerOptions['logger'];
}

/** The server with everything wired, not yet listening. */
export interface Backend {
  readonly app: ApiInstance;
  readonly access: Access;
  readonly flows: FlowStore;
  readonly runs: RunRegistry;
  readonly realtime: Realtime;
  /** Stops runs, saves drafts, closes connections. */
  close(): Promise<void>;
}

/** Wires store, runs, realtime and routes of one project folder. */
export async function createBackend(options: BackendOptions): Promise<Backend> {
  const { project, port } = options;
  mkdirSync(join(project, 'data'), { recursive: true });
  const access = createAccess(join(project, '.sluice', 'server'), port);
  // Realtime needs the app's server, and the store and the runs tell realtime: bound late.
  let realtime: Realtime | undefined;
  let app: ApiInstance | undefined;
  const flows = openFlowStore({
    folder: project,
    onChange: (change) => realtime?.toFlow(change.id, 'flow:changed', change),
    onList: () => realtime?.toAll('flows:changed'),
    onFailure: (error) => app?.log.error(error.message),
  });
  let active = '';
  const runs = createRunRegistry({
    projectFolder: project,
    roots: options.roots,
    isExecAllowed: options.isExecAllowed,
    port,
    startEngine: options.startEngine,
    compile: options.compile ?? compileFlow,
    listener: {
      onState(info) {
        realtime?.toRun(info.id, 'run:state', info);
        const now = runs
          .list()
          .map((run) => `${run.id}:${run.status}`)
          .join();
        if (now !== active) realtime?.toAll('flows:changed');
        active = now;
      },
      onSchema: (schema) => realtime?.toRun(schema.run, 'run:schema', schema),
      onTick(tick, isLast) {
        if (isLast) realtime?.toRun(tick.run, 'run:tick', tick);
        else realtime?.toRunVolatile(tick.run, 'run:tick', tick);
      },
      onLog: (run, lines, dropped) => realtime?.toRun(run, 'run:log', { run, lines, dropped }),
      onViews: (run, views) => realtime?.toRun(run, 'run:views', { run, views }),
      onBatches: (run, batches) => realtime?.toRun(run, 'run:batches', { run, batches }),
    },
  });
  const url = (): string => `http://127.0.0.1:${port()}`;
  const created = await createApp({
    access,
    port,
    webFolder: options.webFolder,
    isDevelopment: options.isDevelopment === true,
    ...(options.logger === undefined ? {} : { logger: options.logger }),
    api: [
      sessionRoutes({ version, project, isExecAllowed: options.isExecAllowed, url }, access),
      flowRoutes(flows, runs),
      checkRoutes(),
      exportRoutes(flows),
      planRoutes(flows),
      runRoutes(runs, flows),
      exampleRoutes(),
      datasetRoutes(),
      catalogRoutes(),
    ],
    root: [metricsRoutes(runs, () => realtime?.io.engine.clientsCount ?? 0)],
  });
  app = created;
  realtime = attachRealtime(created.server, {
    access,
    port,
    flow: (id) => flows.read(id),
    run: (id) => runs.get(id).snapshot(),
  });
  return {
    app: created,
    access,
    flows,
    runs,
    realtime,
    async close() {
      await runs.close();
      flows.close();
      await realtime?.close();
      await created.close();
    },
  };
}
