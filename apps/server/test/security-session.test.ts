import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccess } from '../src/security/access.ts';
import { openBackend, type TestBackend, temporaryFolder } from './backend-fixture.ts';

const folder = temporaryFolder();
let backend: TestBackend;

beforeAll(async () => {
  backend = await openBackend(folder.path, { webFolder: folder.path });
});
afterAll(async () => {
  await backend.close();
  folder.remove();
});

describe('X23: the link works once', () => {
  it('gives a cookie for a token, and 401 for the same token again', async () => {
    const link = backend.access.createLink();
    const first = await backend.raw({ method: 'GET', url: `/?t=${link}` });
    expect(first.statusCode).toBe(303);
    expect(first.headers.location).toBe('/');
    expect(first.headers['set-cookie']).toMatch(
      /^sluice_4646=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const cookie = String(first.headers['set-cookie']).split(';')[0] ?? '';
    expect(
      (await backend.raw({ method: 'GET', url: '/api/v1/session', headers: { cookie } })).statusCode,
    ).toBe(200);
    const second = await backend.raw({ method: 'GET', url: `/?t=${link}` });
    expect(second.statusCode).toBe(401);
    expect(second.headers['set-cookie']).toBeUndefined();
    // Somebody signed in who opens a stale link is simply let in.
    const known = await backend.raw({ method: 'GET', url: `/?t=${link}`, headers: { cookie } });
    expect(known.statusCode).toBe(303);
  });

  it('slows guessing down', async () => {
    const answers: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      answers.push(
        (await backend.raw({ method: 'GET', url: '/?t=guess', remoteAddress: '127.0.0.9' })).statusCode,
      );
    }
    expect(new Set(answers)).toEqual(new Set([401]));
    const link = backend.access.createLink();
    const tired = await backend.raw({ method: 'GET', url: `/?t=${link}`, remoteAddress: '127.0.0.9' });
    expect(tired.statusCode).toBe(401);
  });

  it('forgets a token after ten minutes', () => {
    let now = 0;
    const access = createAccess(
      join(folder.path, 'clock'),
      () => 1,
      () => now,
    );
    const link = access.createLink();
    now = 10 * 60_000;
    expect(access.redeem(link)).toBeUndefined();
  });

  it('keeps its secrets in files nobody else can read, sessions only as hashes', () => {
    const state = join(folder.path, '.sluice', 'server');
    for (const name of ['secret', 'token', 'sessions.json'])
      expect(statSync(join(state, name)).mode & 0o077).toBe(0);
    const session = backend.cookie.split('=')[1] ?? '';
    expect(readFileSync(join(state, 'sessions.json'), 'utf8')).not.toContain(session);
  });

  it('remembers sessions over a restart', () => {
    const again = createAccess(join(folder.path, '.sluice', 'server'), () => 4646);
    expect(again.callerOf({ cookie: backend.cookie })?.csrf).toBe(backend.csrf);
  });
});

describe('X30: tokens', () => {
  it('never repeat, and their bits are even', () => {
    const access = createAccess(join(folder.path, 'tokens'), () => 1);
    const seen = new Set<string>();
    let ones = 0;
    for (let i = 0; i < 2000; i += 1) {
      const link = access.createLink();
      seen.add(link);
      for (const byte of Buffer.from(link, 'base64url')) for (let b = byte; b > 0; b >>= 1) ones += b & 1;
    }
    expect(seen.size).toBe(2000);
    // 512,000 bits: seven standard deviations are 2,500.
    expect(Math.abs(ones - 256_000)).toBeLessThan(2500);
  });
});

describe('X24: the cookie alone does nothing', () => {
  it("is refused without the CSRF value, and under another port's name", async () => {
    const headers = { cookie: backend.cookie, origin: backend.origin };
    const without = await backend.raw({ method: 'POST', url: '/api/v1/session/links', headers });
    expect(without.statusCode).toBe(403);
    const wrong = await backend.raw({
      method: 'POST',
      url: '/api/v1/session/links',
      headers: { ...headers, 'x-sluice-csrf': 'x'.repeat(43) },
    });
    expect(wrong.statusCode).toBe(403);
    const renamed = backend.cookie.replace('4646', '4647');
    const other = await backend.raw({ method: 'GET', url: '/api/v1/session', headers: { cookie: renamed } });
    expect(other.statusCode).toBe(401);
  });

  it('serves programs by the token in the private file, without cookie or CSRF value', async () => {
    const token = readFileSync(join(folder.path, '.sluice', 'server', 'token'), 'utf8').trim();
    const ask = (authorization: string) =>
      backend.raw({ method: 'POST', url: '/api/v1/session/links', headers: { authorization } });
    expect((await ask(`Bearer ${token}`)).statusCode).toBe(200);
    expect((await ask(`Bearer ${token}x`)).statusCode).toBe(401);
    expect((await ask('Basic abc')).statusCode).toBe(401);
  });

  it('limits the rate of one session', async () => {
    const answers = await Promise.all(
      Array.from({ length: 260 }, () =>
        backend.raw({ method: 'GET', url: '/api/v1/session', headers: { cookie: backend.cookie } }),
      ),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 429).length).toBeGreaterThan(20);
  });
});
