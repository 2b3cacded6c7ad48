import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiInstance } from '../api-plugin.ts';
import { ApiError } from '../problem.ts';
import { type Access, type Caller, isEqual } from './access.ts';
import { furtherHeaders } from './headers.ts';
import { refuseHost, refuseOrigin } from './origin.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route answers without a session: the page itself and nothing else. */
    readonly public?: boolean;
  }
  interface FastifyRequest {
    caller: Caller | undefined;
  }
}

export interface GuardOptions {
  readonly access: Access;
  readonly port: () => number;
}

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * One hook at the root decides about every request, found or not: Host, Origin, caller, CSRF value, rate.
 * Routes opt out by `config.public`; nothing here looks at the path, so no spelling of it helps.
 */
export function installGuard(app: ApiInstance, options: GuardOptions): void {
  const { access, port } = options;
  // On average 100 a second, and bursts of 200.
  const limit = app.createRateLimit({
    max: 200,
    timeWindow: 2000,
    keyGenerator: ({ caller }) => caller?.id ?? '',
  });

  app.decorateRequest('caller', undefined);
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    reply.headers(furtherHeaders);
    const refusedHost = refuseHost(request.raw, port());
    if (refusedHost) throw new ApiError(refusedHost.status, refusedHost.code, refusedHost.detail);

    const isPublic = !request.is404 && request.routeOptions.config.public === true;
    const isReading = reading.has(request.method);
    const caller = access.callerOf(request.headers);
    const isByCookie = caller?.csrf !== undefined;
    const refused = refuseOrigin(request.raw, port(), {
      mustHaveOrigin: isByCookie && !isReading,
      isNavigation: isPublic && isReading,
    });
    if (refused) throw new ApiError(refused.status, refused.code, refused.detail);
    if (isPublic) return;

    if (!caller) {
      throw new ApiError(401, 'ACCESS_SIGN_IN', 'This request carries no valid session.', {
        help: 'Open the link the server printed, or press Enter in its terminal for a new one.',
      });
    }
    if (caller.csrf !== undefined && !isReading) {
      const sent = request.headers['x-sluice-csrf'];
      if (typeof sent !== 'string' || !isEqual(sent, caller.csrf)) {
        throw new ApiError(403, 'ACCESS_CSRF', 'The header x-sluice-csrf is missing or wrong.', {
          help: 'Reload the page.',
        });
      }
    }
    request.caller = caller;
    const turn = await limit(request as never);
    if (!turn.isAllowed && turn.isExceeded) {
      void reply.header('retry-after', turn.ttlInSeconds);
      throw new ApiError(429, 'ACCESS_RATE', 'More than 100 requests a second; wait a moment.');
    }
  });
}
