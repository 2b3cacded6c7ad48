import { writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBackend, type TestBackend, temporaryFolder, until } from './backend-fixture.ts';
import { probe, sendRaw, upgrade } from './http-probe.ts';

const folder = temporaryFolder();
const web = temporaryFolder();
let backend: TestBackend;

beforeAll(() => {
  writeFileSync(join(web.path, 'index.html'), '<!doctype html><title>Sluice</title>');
});
// A backend per test: the requests of one must not use up the rate limit of the next.
beforeEach(async () => {
  backend = await openBackend(folder.path, { isListening: true, webFolder: web.path });
});
afterEach(() => backend.close());
afterAll(() => {
  folder.remove();
  web.remove();
});

/** Every route the router knows, with `:id` filled in. */
function routes(): { method: string; url: string }[] {
  const found: { method: string; url: string }[] = [];
  const path: string[] = [];
  for (const line of backend.app.printRoutes({ commonPrefix: false }).split('\n')) {
    const match = /^([│ ]*)[├└]── (\S+) \((.+)\)$/.exec(line);
    const parent = /^([│ ]*)[├└]── (\S+)/.exec(line);
    if (!parent) continue;
    const depth = (parent[1] ?? '').length / 4;
    path.length = depth;
    path[depth] = parent[2] ?? '';
    if (!match) continue;
    const url = path.join('').replace(/:\w+/g, 'some');
    for (const method of (match[3] ?? '').split(', ')) found.push({ method, url });
  }
  return found;
}

const page = (method: string, url: string): boolean => url === '/*' || url === '*' || method === 'OPTIONS';

describe('X01, X04: no route answers without a session, however its path is spelled', () => {
  it('knows all routes from the router', () => {
    const list = routes().map(({ method, url }) => `${method} ${url}`);
    expect(list).toContain('POST /api/v1/runs/some/kill');
    expect(list).toContain('GET /metrics');
    expect(list.length).toBeGreaterThan(30);
  });

  it('answers 401 to every route without a session', async () => {
    for (const { method, url } of routes()) {
      if (page(method, url)) continue;
      const { statusCode } = await backend.raw({ method: method as 'GET', url });
      expect(`${method} ${url} ${statusCode}`).toBe(`${method} ${url} 401`);
    }
  });

  it('gives no spelling of a path a 2xx', async () => {
    const spellings = (url: string): string[] => [
      `/${url}`,
      url.replace('/api/', '/api//'),
      url.replace('/api/', '/api/./'),
      url.replace('/api/', '/x/../api/'),
      url.replace('/api/', '/API/'),
      url.replace('/api/', '/%61pi/'),
      url.replace('/api/', '/api%2f'),
      url.replace('/api/', '/api;x=1/'),
      `${url}/`,
      `${url}?t=x`,
      `${url}%00`,
      `${url}#x`,
    ];
    for (const { method, url } of routes()) {
      if (page(method, url)) continue;
      for (const spelling of spellings(url)) {
        const { statusCode } = await backend.raw({ method: method as 'GET', url: spelling });
        expect(statusCode, `${method} ${spelling}`).toBeGreaterThanOrEqual(400);
      }
    }
  });

  it('answers 401 to methods and paths nobody registered', async () => {
    expect((await backend.raw({ method: 'PUT', url: '/api/v1/flows' })).statusCode).toBe(401);
    expect((await backend.raw({ method: 'GET', url: '/api/v2/anything' })).statusCode).toBeGreaterThanOrEqual(
      401,
    );
  });
});

describe("X03: only this server's own Host", () => {
  it('refuses 14 others with 421', async () => {
    const { port } = backend;
    const hosts = [
      '',
      'example.com',
      `example.com:${port}`,
      `0.0.0.0:${port}`,
      `2130706433:${port}`,
      `127.0.0.1.:${port}`,
      `127.0.0.1:${port + 1}`,
      '127.0.0.1',
      `localhost.:${port}`,
      `LOCALHOST.EVIL.EXAMPLE:${port}`,
      `127.0.0.1.evil.example:${port}`,
      `user@127.0.0.1:${port}`,
      `[::]:${port}`,
      `127.1:${port}`,
    ];
    for (const host of hosts) {
      const { statusCode } = await backend.raw({
        method: 'GET',
        url: '/api/v1/session',
        headers: { host, cookie: backend.cookie },
      });
      expect(`${host} ${statusCode}`).toBe(`${host} 421`);
      // Node's client would fill in an empty Host.
      if (host === '') continue;
      const socket = await upgrade(port, { host, cookie: backend.cookie, origin: backend.origin });
      expect(socket.status).not.toBe(101);
    }
  });

  it('refuses two Host headers, an absolute request line and a forwarded host', async () => {
    const { port, cookie } = backend;
    const own = `Host: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\n`;
    const answers = [
      await sendRaw(port, `GET /api/v1/session HTTP/1.1\r\n${own}Host: evil.example\r\n\r\n`),
      await sendRaw(port, `GET http://evil.example/api/v1/session HTTP/1.1\r\n${own}\r\n`),
      await sendRaw(
        port,
        `GET /api/v1/session HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: 127.0.0.1:${port}\r\n\r\n`,
      ),
    ];
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 4(00|21)/);
  });

  it('answers to its three names', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
      const headers = { host: `${name}:${backend.port}`, cookie: backend.cookie };
      expect((await probe(backend.port, '/api/v1/session', { headers })).status).toBe(200);
    }
  });
});

describe('X02: 9 origins x 4 transports x cookie or not', () => {
  const own = (): string => backend.origin;
  const origins: readonly (readonly [string, () => readonly string[], boolean])[] = [
    ['same', () => [own()], true],
    ['other port', () => ['http://127.0.0.1:1'], false],
    ['null', () => ['null'], false],
    ['evil', () => ['http://evil.example'], false],
    ['look-alike', () => [`http://127.0.0.1.evil.example:${backend.port}`], false],
    ['upper case', () => [own().toUpperCase()], false],
    ['trailing dot', () => [`http://127.0.0.1.:${backend.port}`], false],
    ['missing', () => [], false],
    ['two', () => [own(), 'http://evil.example'], false],
  ];
  for (const [name, values, isOwn] of origins) {
    for (const hasCookie of [true, false]) {
      it(`${name}, ${hasCookie ? 'with' : 'without'} cookie`, async () => {
        const { port, csrf } = backend;
        const headers: { [name: string]: string | string[] } = { host: `127.0.0.1:${port}` };
        if (hasCookie) headers.cookie = backend.cookie;
        const origin = values();
        if (origin.length > 0) headers.origin = [...origin];
        const isMissing = origin.length === 0;
        const get = await probe(port, '/api/v1/flows', { headers });
        expect(get.status).toBe(
          hasCookie ? (isOwn || isMissing ? 200 : 403) : isOwn || isMissing ? 401 : 403,
        );
        const post = await probe(port, '/api/v1/session/links', {
          method: 'POST',
          headers: { ...headers, 'x-sluice-csrf': csrf },
        });
        expect(post.status).toBe(hasCookie ? (isOwn ? 200 : 403) : isOwn || isMissing ? 401 : 403);
        const polling = await probe(port, '/socket.io/?EIO=4&transport=polling', { headers });
        expect(polling.status).toBeGreaterThanOrEqual(400);
        const websocket = await upgrade(port, headers);
        expect(websocket.status === 101).toBe(hasCookie && isOwn);
        expect(get.headers['access-control-allow-origin']).toBeUndefined();
      });
    }
  }

  it('refuses other sites by Sec-Fetch-Site', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const headers = { host: `127.0.0.1:${backend.port}`, cookie: backend.cookie, 'sec-fetch-site': site };
      expect((await probe(backend.port, '/api/v1/flows', { headers })).status).toBe(403);
      expect(
        (await probe(backend.port, '/', { headers: { ...headers, 'sec-fetch-mode': 'no-cors' } })).status,
      ).toBe(403);
      // A link to the page is followed; the page itself holds no secret.
      expect(
        (await probe(backend.port, '/', { headers: { ...headers, 'sec-fetch-mode': 'navigate' } })).status,
      ).toBe(200);
    }
  });
});

/** A request that waits its turn: the rate limit answers first and says nothing about what comes after it. */
function patiently(options: Parameters<TestBackend['raw']>[0]): ReturnType<TestBackend['raw']> {
  return until('the rate limit to let a request through', async () => {
    const answer = await backend.raw(options);
    return answer.statusCode === 429 ? undefined : answer;
  }) as ReturnType<TestBackend['raw']>;
}

describe('X05: one body parser, whatever the Content-Type claims', () => {
  const types = [
    'text/plain',
    'text/html',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json\ta',
    'application/json;charset=utf-8',
    'application/jsonx',
    'application/json5',
    'application/ld+json',
    'application/vnd.api+json',
    'application/xml',
    'application/octet-stream',
    'APPLICATION/JSON',
    ' application/json',
    'application/json, text/plain',
    'text/json',
    'application/javascript',
    'application/json\u00a0',
    '*/*',
    'json',
  ];
  it('validates or answers 415, on every mutating route', async () => {
    for (const { method, url } of routes()) {
      if (page(method, url) || method === 'GET' || method === 'HEAD') continue;
      for (const type of types) {
        const { statusCode } = await patiently({
          method: method as 'POST',
          url,
          headers: {
            cookie: backend.cookie,
            'x-sluice-csrf': backend.csrf,
            origin: backend.origin,
            'content-type': type,
          },
          payload: '{"unexpected":true,"flow":7}',
        });
        // The flow and run `some` do not exist; the link route has no body and ignores what was sent.
        const expected = url.endsWith('/links') ? [200, 415] : [400, 404, 415];
        expect(expected, `${method} ${url} ${type}`).toContain(statusCode);
      }
    }
  });
});

describe('X15: keys that reach a prototype', () => {
  it('are refused in every body, and change nothing', async () => {
    const keys = ['__proto__', 'constructor', 'prototype', '\\u005f_proto__', '__pro\\u0074o__'];
    const bodies = (key: string): string[] => [
      `{"${key}":{"polluted":1}}`,
      `{"flow":{"version":{"major":1,"minor":0},"name":"x","systems":{"${key}":{"polluted":1}}}}`,
      `{"client":"c","base":1,"label":"l","patches":[{"op":"add","path":["components","x"],"value":{"${key}":{"polluted":1}}}]}`,
    ];
    const flow = backend.flows.create((await import('@sluice/flow')).emptyFlow('Target'));
    for (const key of keys) {
      for (const payload of bodies(key)) {
        for (const url of [
          '/api/v1/flows',
          '/api/v1/checks',
          `/api/v1/flows/${flow.id}/changes`,
          '/api/v1/runs',
        ]) {
          const { statusCode } = await patiently({
            method: 'POST',
            url,
            headers: {
              cookie: backend.cookie,
              'x-sluice-csrf': backend.csrf,
              origin: backend.origin,
              'content-type': 'application/json',
            },
            payload,
          });
          expect(statusCode).toBe(400);
        }
      }
      const path = ['components', JSON.parse(`"${key}"`), 'polluted'];
      const { statusCode } = await patiently({
        method: 'POST',
        url: `/api/v1/flows/${flow.id}/changes`,
        headers: { cookie: backend.cookie, 'x-sluice-csrf': backend.csrf, origin: backend.origin },
        payload: { client: 'c', base: flow.revision, label: 'l', patches: [{ op: 'add', path, value: 1 }] },
      });
      expect(statusCode).toBe(409);
    }
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('refuses nesting deeper than 64 levels and bodies over the limit', async () => {
    const nested = (depth: number): string => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
    const post = (url: string, payload: string) =>
      backend.raw({
        method: 'POST',
        url,
        headers: {
          cookie: backend.cookie,
          'x-sluice-csrf': backend.csrf,
          origin: backend.origin,
          'content-type': 'application/json',
        },
        payload,
      });
    const deep = await post('/api/v1/flows', nested(100_000));
    expect(deep.statusCode).toBe(400);
    expect(deep.json().detail).toContain('64');
    const big = await post('/api/v1/runs', `{"flow":"${'x'.repeat(1024 * 1024)}"}`);
    expect(big.statusCode).toBe(413);
    expect((await post('/api/v1/flows', `{"text":"${'x'.repeat(6 * 1024 * 1024)}"}`)).statusCode).toBe(413);
  });
});

describe('X35: headers on every route', () => {
  it('are on every answer', async () => {
    for (const { method, url } of [...routes(), { method: 'GET', url: '/' }]) {
      const { headers } = await backend.raw({ method: method as 'GET', url: url.replace('*', 'x') });
      expect(headers, url).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      expect(headers['content-security-policy']).toMatch(
        /default-src 'none'; ?script-src 'self';.*frame-ancestors 'none'/,
      );
      expect(headers['x-powered-by'] ?? headers.server).toBeUndefined();
    }
  });

  it('allow the page nothing from elsewhere, and nothing inline but the places of the code editor', async () => {
    const { headers } = await backend.raw({ method: 'GET', url: '/' });
    const policy = String(headers['content-security-policy'])
      .split(';')
      .map((directive) => directive.trim().split(/\s+/));
    const sources = Object.fromEntries(policy.map(([name, ...allowed]) => [name, allowed]));
    expect(sources).toMatchObject({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'style-src-attr': ["'unsafe-inline'"],
      'img-src': ["'self'", 'data:'],
      'font-src': ["'self'"],
      'worker-src': ["'self'"],
    });
  });
});

describe('the description of the interface', () => {
  it('is OpenAPI 3.1 and has every route', async () => {
    const { body } = await backend.call('GET', '/openapi.json');
    const document = body as { openapi: string; paths: { [path: string]: object } };
    expect(document.openapi).toBe('3.1.0');
    const described = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, 'some')}`),
    );
    const registered = routes()
      .filter(({ method, url }) => url.startsWith('/api/') && method !== 'HEAD')
      .map(({ method, url }) => `${method} ${url}`);
    expect(described.sort()).toEqual(registered.sort());
    expect(document.paths['/api/v1/runs']).toMatchObject({
      post: { requestBody: { content: { 'application/json': { schema: { required: ['flow'] } } } } },
    });
  });
});

describe('X25: slow and greedy clients', () => {
  it('does not wait long for headers, and answers others meanwhile', async () => {
    const { port } = backend;
    const half = await Promise.all(
      Array.from({ length: 200 }, () => {
        return new Promise<Socket>((resolve, reject) => {
          const socket = connect(port, '127.0.0.1', () => {
            socket.write('POST /api/v1/flows HTTP/1.1\r\nHost: ');
            resolve(socket);
          });
          socket.on('error', reject);
        });
      }),
    );
    const started = performance.now();
    const headers = { host: `127.0.0.1:${port}`, cookie: backend.cookie };
    expect((await probe(port, '/api/v1/session', { headers })).status).toBe(200);
    expect(performance.now() - started).toBeLessThan(1000);
    for (const socket of half) socket.destroy();
    expect((await probe(port, '/', { headers: { ...headers, 'x-big': 'x'.repeat(64 * 1024) } })).status).toBe(
      431,
    );
    expect(backend.app.server.requestTimeout).toBe(30_000);
    expect(backend.app.server.maxHeadersCount).toBe(100);
  });
});
