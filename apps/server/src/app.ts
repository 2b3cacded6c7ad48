import Fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify';
import { type SessionFeature, sessionRoutes } from './features/session/routes.ts';
import { installJsonBody } from './json-body.ts';
import { answerError, problemOf, sendProblem } from './problem.ts';
import type { Access } from './security/access.ts';
import { installGuard } from './security/guard.ts';
import { installPage } from './static.ts';
import { installValidation, type ZodProvider } from './zod-provider.ts';

/** What the app is built from; tests hand in their own. */
export interface AppOptions {
  readonly access: Access;
  readonly session: SessionFeature;
  /** The port the server answers on; known only after listening. */
  readonly port: () => number;
  /** Folder of the built page; undefined leaves the page to somebody else (development). */
  readonly webFolder: string | undefined;
  readonly isDevelopment: boolean;
  readonly logger?: FastifyServerOptions['logger'];
}

export type App = ReturnType<typeof createBareApp>;

function createBareApp(logger: FastifyServerOptions['logger']) {
  return Fastify({
    logger: logger ?? false,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1024 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 30_000,
    routerOptions: { maxParamLength: 200 },
    http: { maxHeaderSize: 16 * 1024 },
    forceCloseConnections: true,
    trustProxy: false,
  }).withTypeProvider<ZodProvider>();
}

/** Builds the HTTP side: guard, errors, features. It listens nowhere yet. */
export async function createApp(options: AppOptions): Promise<App> {
  const app = createBareApp(options.logger);
  app.server.maxHeadersCount = 100;
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) => {
    sendProblem(reply, 404, problemOf(404, 'NOT_FOUND', `Nothing answers ${request.method} here.`));
  });
  installGuard(app as unknown as FastifyInstance, options);
  installJsonBody(app as unknown as FastifyInstance);
  installValidation(app as unknown as FastifyInstance);
  await app.register(
    async (api) => {
      await api.register(sessionRoutes(options.session, options.access));
    },
    { prefix: '/api/v1' },
  );
  installPage(app as unknown as FastifyInstance, options);
  return app;
}
