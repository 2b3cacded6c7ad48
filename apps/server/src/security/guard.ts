import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../problem.ts';
import { type Access, type Caller, isEqual } from './access.ts';
import { securityHeaders } from './headers.ts';
import { refuseHost, refuseOrigin } from './origin.ts';
import { createRateLimit } from './rate-limit.ts';

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
  readonly isDevelopment: boolean;
}

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * One hook at the root decides about every request, found or not: Host, Origin, caller, CSRF value, rate.
 * Routes opt out by `config.public`; nothing here looks at the path, so no spelling of it helps.
 */
export function installGuard(app: FastifyInstance, options: GuardOptions): void {
  const { access, port } = options;
  const limit = createRateLimit(100, 200);
  let headers: { readonly [name: string]: string } | undefined;

  app.decorateRequest('caller', undefined);
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    headers ??= securityHeaders(port(), options.isDevelopment);
    reply.headers(headers);
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
    if (!limit.take(caller.id)) {
      throw new ApiError(429, 'ACCESS_RATE', 'More than 100 requests a second; wait a moment.');
    }
    request.caller = caller;
  });
}
