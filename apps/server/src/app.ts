import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyServerOptions, LogController } from 'fastify';
import type { ApiInstance, ApiPlugin } from './api-plugin.ts';
import { installJsonBody } from './json-body.ts';
import { serveOpenApi } from './openapi.ts';
import { answerError, problemOf, sendProblem } from './problem.ts';
import type { Access } from './security/access.ts';
import { installGuard } from './security/guard.ts';
import { securityHeaders } from './security/headers.ts';
import { installPage } from './static.ts';
import { schemaController } from './validation.ts';

/** What the app is built from; tests hand in their own. */
export interface AppOptions {
  readonly access: Access;
  /** The port the server answers on; known only after listening. */
  readonly port: () => number;
  /** Features under `/api/v1`. */
  readonly api: readonly ApiPlugin[];
  /** Features at the root. */
  readonly root: readonly ApiPlugin[];
  /** Folder of the built page, if there is one. */
  readonly webFolder: string | undefined;
  /** The page is served by somebody else (Vite). */
  readonly isDevelopment: boolean;
  readonly logger?: FastifyServerOptions['logger'];
}

/** Builds the HTTP side: guard, errors, features. It listens nowhere yet. */
export async function createApp(options: AppOptions): Promise<ApiInstance> {
  const app = Fastify({
    logger: options.logger ?? false,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1024 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 30_000,
    routerOptions: { maxParamLength: 200 },
    http: { maxHeaderSize: 16 * 1024 },
    forceCloseConnections: true,
    trustProxy: false,
    return503OnClosing: true,
    schemaController,
  }) as unknown as ApiInstance;
  app.server.maxHeadersCount = 100;
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) => {
    sendProblem(reply, 404, problemOf(404, 'NOT_FOUND', `Nothing answers ${request.method} here.`));
  });
  await app.register(helmet, securityHeaders(options.port, options.isDevelopment));
  await app.register(cookie);
  await app.register(rateLimit, { global: false });
  installGuard(app, options);
  installJsonBody(app);
  await app.register(
    async (scope) => {
      const api = scope as unknown as ApiInstance;
      await serveOpenApi(api);
      for (const feature of options.api) await feature(api);
    },
    { prefix: '/api/v1' },
  );
  for (const feature of options.root) await feature(app);
  await installPage(app, options);
  return app;
}
