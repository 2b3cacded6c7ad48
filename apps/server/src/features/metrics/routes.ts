import type { ApiPlugin } from '../../api-plugin.ts';
import type { RunRegistry } from '../runs/registry.ts';
import { prometheusText } from './prometheus.ts';

/** `GET /metrics` for Prometheus; a bearer token or a session is needed as everywhere. */
export function metricsRoutes(runs: RunRegistry, sockets: () => number): ApiPlugin {
  return async (app) => {
    app.get('/metrics', async (_request, reply) => {
      void reply.type('text/plain; version=0.0.4; charset=utf-8');
      return prometheusText(runs, sockets());
    });
  };
}
