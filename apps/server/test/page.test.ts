import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend, type TestBackend, temporaryFolder } from './backend-fixture.ts';
import { sendRaw } from './http-probe.ts';

const folder = temporaryFolder();
const web = join(folder.path, 'web');
const script = `console.log(${JSON.stringify('x'.repeat(2000))});`;
let backend: TestBackend;

beforeAll(async () => {
  mkdirSync(join(web, 'assets'), { recursive: true });
  writeFileSync(join(web, 'index.html'), '<!doctype html><title>Sluice</title>');
  writeFileSync(join(web, 'assets', 'main-abc.js'), script);
  writeFileSync(join(web, 'assets', 'main-abc.js.br'), brotliCompressSync(script));
  writeFileSync(join(web, 'assets', 'main-abc.js.gz'), gzipSync(script));
  writeFileSync(join(web, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(web, '.hidden'), 'SECRET');
  writeFileSync(join(folder.path, 'secret.txt'), 'SECRET');
  backend = await openBackend(join(folder.path, 'project'), { isListening: true, webFolder: web });
});
afterAll(async () => {
  await backend.close();
  folder.remove();
});

const get = (url: string, headers: { [name: string]: string } = {}) =>
  backend.raw({ method: 'GET', url, headers });

describe('the page', () => {
  it('is sent as the build compressed it, in the best way the browser takes', async () => {
    const asset = '/assets/main-abc.js';
    const brotli = await get(asset, { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(script);
    const gzip = await get(asset, { 'accept-encoding': 'gzip, br;q=0' });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(script);
    const plain = await get(asset);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body).toBe(script);
    for (const answer of [brotli, gzip, plain]) {
      expect(answer.headers['content-type']).toMatch(/^(?:text|application)\/javascript; charset=utf-8$/i);
      expect(answer.headers.vary).toBe('accept-encoding');
      expect(Number(answer.headers['content-length'])).toBe(answer.rawPayload.length);
    }
  });

  it('may be kept for ever where its name says what it holds, and never otherwise', async () => {
    expect((await get('/assets/main-abc.js')).headers['cache-control']).toBe(
      'public, max-age=31536000, immutable',
    );
    for (const url of ['/', '/flows/some', '/icon.svg', '/assets/gone.js'])
      expect((await get(url)).headers['cache-control']).toBe('no-store');
  });

  it('answers HEAD and conditional requests without a body', async () => {
    const head = await backend.raw({ method: 'HEAD', url: '/assets/main-abc.js' });
    expect(head.statusCode).toBe(200);
    expect(head.body).toBe('');
    const { headers } = await get('/assets/main-abc.js');
    const again = await get('/assets/main-abc.js', { 'if-none-match': String(headers.etag) });
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe('');
  });

  it('is the same page at every address of the app, and 404 elsewhere', async () => {
    for (const url of ['/', '/flows/some', '/flows/some/', '/runs?x=1'])
      expect((await get(url)).body).toContain('<title>Sluice</title>');
    for (const url of ['/missing.js', '/assets', '/assets/none.js', '/API/x', '/a/b.c/d'])
      expect((await get(url)).statusCode, url).toBe(404);
  });

  it('X10: gives no file outside its folder and no hidden one, however the path is spelled', async () => {
    const spellings = [
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/%2e%2e%2fsecret.txt',
      '/..%252fsecret.txt',
      '/..%5csecret.txt',
      '/..\\secret.txt',
      '/....//secret.txt',
      '/assets/..;/..;/secret.txt',
      '/assets/..%00/../../secret.txt',
      '/%c0%ae%c0%ae/secret.txt',
      '/..%u2215secret.txt',
      `/${join(folder.path, 'secret.txt')}`,
      `//${join(folder.path, 'secret.txt')}`,
      `/file://${join(folder.path, 'secret.txt')}`,
      '/.hidden',
      '/%2ehidden',
      '/assets/../.hidden',
    ];
    const host = `Host: 127.0.0.1:${backend.port}`;
    for (const spelling of spellings) {
      const line = await sendRaw(backend.port, `GET ${spelling} HTTP/1.1\r\n${host}\r\n\r\n`);
      expect(line, spelling).toMatch(/^HTTP\/1\.1 4\d\d/);
    }
  });
});
