import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { ApiInstance } from './api-plugin.ts';
import { ApiError } from './problem.ts';
import type { Access } from './security/access.ts';
import { createSignIn } from './security/sign-in.ts';

/** First segments that are never a page of the app. */
const reserved = new Set(['api', 'metrics', 'socket.io', 'assets']);

/** Names of assets carry a hash of their content. */
const forEver = { cacheControl: true, maxAge: '1y', immutable: true };

/** Serves the built page; the build left a compressed twin beside every file worth it. */
export async function installPage(
  app: ApiInstance,
  options: {
    readonly access: Access;
    readonly webFolder: string | undefined;
    readonly isDevelopment: boolean;
  },
): Promise<void> {
  const { access, webFolder } = options;
  if (options.isDevelopment) return;
  const isBuilt = webFolder !== undefined && existsSync(join(webFolder, 'index.html'));
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: webFolder,
      serve: false,
      preCompressed: true,
      cacheControl: false,
      dotfiles: 'ignore',
      index: false,
    });
  }
  const signIn = createSignIn(app, access);
  app.get('/*', { config: { public: true }, exposeHeadRoute: true }, async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    if (path === '/' && (await signIn(request, reply))) return reply;
    if (!isBuilt && path === '/') {
      throw new ApiError(503, 'PAGE_NOT_BUILT', 'The page is not built.', { help: 'Run `npm run build`.' });
    }
    if (!isBuilt) return reply.callNotFound();
    void reply.header('vary', 'accept-encoding');
    if (isPagePath(path)) return reply.sendFile('index.html');
    return path.startsWith('/assets/') ? reply.sendFile(path, forEver) : reply.sendFile(path);
  });
}

/** Plain slugs only, so that no spelling of an API path gives the page. */
function isPagePath(path: string): boolean {
  if (path === '/') return true;
  if (!/^(?:\/[A-Za-z0-9_-]+)+\/?$/.test(path)) return false;
  return !reserved.has((path.split('/')[1] ?? '').toLowerCase());
}
