import type { ApiPlugin } from '../../api-plugin.ts';
import type { RunRegistry } from '../runs/registry.ts';
import { expose } from './prometheus.ts';

/** `GET /metrics` for Prometheus; a bearer token or a session is needed as everywhere. */
export function metricsRoutes(runs: RunRegistry, sockets: () => number): ApiPlugin {
  return async (app) => {
    app.get('/metrics', async (_request, reply) => {
      const { text, type } = await expose(runs, sockets());
      void reply.type(type);
      return text;
    });
  };
}
