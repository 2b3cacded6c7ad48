import type { Session } from '@sluice/protocol';
import type { ApiPlugin } from '../../api-plugin.ts';
import type { Access } from '../../security/access.ts';

/** What the page is told about the server it talks to. */
export interface SessionFeature {
  readonly version: string;
  readonly project: string;
  readonly isExecAllowed: boolean;
  /** The address of the page, without a token. */
  readonly url: () => string;
}

/** `GET /session` and `POST /session/links` (a new one-time link, for another browser). */
export function sessionRoutes(session: SessionFeature, access: Access): ApiPlugin {
  return async (app) => {
    app.get('/session', async (request): Promise<Session> => {
      const { version, project, isExecAllowed } = session;
      return { csrf: request.caller?.csrf ?? '', version, project, isExecAllowed };
    });
    app.post('/session/links', async () => ({ url: `${session.url()}/?t=${access.createLink()}` }));
  };
}
