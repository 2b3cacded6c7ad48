import { createReadStream, readdirSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from './problem.ts';
import type { Access } from './security/access.ts';
import { createRateLimit } from './security/rate-limit.ts';

const types: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

interface Asset {
  readonly path: string;
  readonly type: string;
  readonly encodings: readonly ('br' | 'gzip')[];
  readonly isHashed: boolean;
}

/** First segments that are never a page of the app. */
const reserved = new Set(['api', 'metrics', 'socket.io', 'assets']);

/**
 * Serves the built page. Paths are looked up in a table of the files that existed at the start: nothing a request
 * says ever becomes a path. Files were compressed by the build.
 */
export function installPage(
  app: FastifyInstance,
  options: {
    readonly access: Access;
    readonly webFolder: string | undefined;
    readonly isDevelopment: boolean;
  },
): void {
  const { access, webFolder } = options;
  if (options.isDevelopment) return;
  const assets = webFolder === undefined ? new Map<string, Asset>() : readAssets(webFolder);
  app.get('/*', { config: { public: true }, exposeHeadRoute: true }, async (request, reply) => {
    const path = pathOf(request);
    if (path === '/' && spendLink(request, reply, access)) return reply;
    const asset = assets.get(path);
    if (asset) return sendAsset(asset, request, reply);
    const index = assets.get('/index.html');
    if (index && isPagePath(path)) return sendAsset(index, request, reply);
    if (path === '/') {
      throw new ApiError(503, 'PAGE_NOT_BUILT', 'The page is not built.', { help: 'Run `npm run build`.' });
    }
    throw new ApiError(404, 'NOT_FOUND', 'Nothing answers here.');
  });
}

const logins = createRateLimit(0.1, 5);

/**
 * Answers `/?t=<token>`: a fresh token becomes a cookie, and the address loses it before anything can leak it.
 * Returns whether it answered.
 */
export function spendLink(request: FastifyRequest, reply: FastifyReply, access: Access): boolean {
  const link = new URLSearchParams(request.url.split('?')[1] ?? '').get('t');
  if (link === null) return false;
  const session = logins.take(request.ip) ? access.redeem(link) : undefined;
  if (session !== undefined) {
    const cookie = `${access.cookieName()}=${session}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000`;
    void reply.code(303).headers({ location: '/', 'set-cookie': cookie }).send();
    return true;
  }
  if (access.callerOf(request.headers)) {
    void reply.code(303).header('location', '/').send();
    return true;
  }
  void reply.code(401).type('text/html; charset=utf-8').send(usedLinkPage);
  return true;
}

const usedLinkPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sluice</title></head>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1rem">
<h1 style="font-size: 1.25rem">This link has been used or is older than ten minutes.</h1>
<p>Press Enter in the terminal where Sluice runs (or run <code>npx sluice url</code>) and open the new link.</p>
</body></html>
`;

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? '/';
}

/** Plain lower-case slugs only, so that no spelling of an API path gives the page. */
function isPagePath(path: string): boolean {
  if (path === '/') return true;
  if (!/^(?:\/[A-Za-z0-9_-]+)+\/?$/.test(path)) return false;
  return !reserved.has((path.split('/')[1] ?? '').toLowerCase());
}

function sendAsset(asset: Asset, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  const encoding = asset.encodings.find((name) => new RegExp(`\\b${name}\\b`).test(accepted));
  void reply.type(asset.type).header('vary', 'accept-encoding');
  if (asset.isHashed) void reply.header('cache-control', 'public, max-age=31536000, immutable');
  if (encoding !== undefined) void reply.header('content-encoding', encoding);
  const file = encoding === undefined ? asset.path : `${asset.path}${encoding === 'br' ? '.br' : '.gz'}`;
  void reply.header('content-length', statSync(file).size);
  return reply.send(request.method === 'HEAD' ? '' : createReadStream(file));
}

function readAssets(folder: string): ReadonlyMap<string, Asset> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const all = new Set(files);
  const assets = new Map<string, Asset>();
  for (const path of files) {
    const type = types[extname(path)];
    if (type === undefined) continue;
    const url = `/${relative(folder, path).split(sep).join('/')}`;
    assets.set(url, {
      path,
      type,
      encodings: [
        ...(all.has(`${path}.br`) ? ['br' as const] : []),
        ...(all.has(`${path}.gz`) ? ['gzip' as const] : []),
      ],
      isHashed: url.startsWith('/assets/'),
    });
  }
  return assets;
}
