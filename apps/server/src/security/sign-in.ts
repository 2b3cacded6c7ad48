import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiInstance } from '../api-plugin.ts';
import type { Access } from './access.ts';

const cookieLifetimeSeconds = 30 * 24 * 3600;

/** Answers a request that carries a link's token; says whether it did. */
export type SignIn = (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;

/**
 * Makes the answer to `/?t=<token>`: a fresh token becomes a cookie, and the address loses it before anything can
 * leak it. Five links a minute and address, so that guessing gets nowhere.
 */
export function createSignIn(app: ApiInstance, access: Access): SignIn {
  const limit = app.createRateLimit({ max: 5, timeWindow: 60_000, keyGenerator: ({ ip }) => ip });
  return async (request, reply) => {
    const link = new URLSearchParams(request.url.split('?')[1] ?? '').get('t');
    if (link === null) return false;
    const attempt = await limit(request as never);
    const session = attempt.isAllowed || !attempt.isExceeded ? access.redeem(link) : undefined;
    if (session !== undefined) {
      void reply
        .setCookie(access.cookieName(), session, {
          path: '/',
          httpOnly: true,
          sameSite: 'strict',
          maxAge: cookieLifetimeSeconds,
        })
        .redirect('/', 303);
    } else if (access.callerOf(request.headers)) {
      void reply.redirect('/', 303);
    } else {
      void reply.code(401).type('text/html; charset=utf-8').send(usedLinkPage);
    }
    return true;
  };
}

const usedLinkPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sluice</title></head>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1rem">
<h1 style="font-size: 1.25rem">This link has been used or is older than ten minutes.</h1>
<p>Press Enter in the terminal where Sluice runs (or run <code>npx sluice url</code>) and open the new link.</p>
</body></html>
`;
