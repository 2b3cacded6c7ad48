import { connect, type Socket } from 'node:net';
import { liveRows, type PutResult, readRecords, type SourceOutput } from '@sluice/runtime';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { run as runHttp } from '../src/components/sources/http/run.ts';
import { spec as httpSpec } from '../src/components/sources/http/spec.ts';
import { run as runNetcat } from '../src/components/sources/netcat/run.ts';
import { spec as netcatSpec } from '../src/components/sources/netcat/spec.ts';
import { asPush, create, FakeContext } from './fake-context.ts';

/** Whoever reaches a port of a source may be anybody: patterns of misuse, each with a well-behaved client beside it. */
type Kind = 'netcat' | 'http';

interface Port {
  readonly port: number;
  readonly bodies: string[];
}

const open: (() => void | Promise<void>)[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const stop of open.splice(0)) await stop();
});

async function start(kind: Kind): Promise<Port> {
  const bodies: string[] = [];
  const output: SourceOutput = {
    put: (batch): PutResult => {
      for (const record of readRecords(batch)) bodies.push(String(record.body));
      return { accepted: liveRows(batch) };
    },
  };
  const [run, spec] = kind === 'http' ? [runHttp, httpSpec] : [runNetcat, netcatSpec];
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const source = asPush(
      create(run, spec, { config: { port, bind: '127.0.0.1' }, context: new FakeContext() }),
    );
    try {
      await source.start(output);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') continue;
      throw error;
    }
    open.push(() => source.stop());
    return { port, bodies };
  }
}

function dial(port: number): {
  readonly socket: Socket;
  readonly seen: { answer: string; isClosed: boolean };
} {
  const socket = connect(port, '127.0.0.1');
  const seen = { answer: '', isClosed: false };
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => {
    seen.answer += String(bytes);
  });
  socket.on('close', () => {
    seen.isClosed = true;
  });
  sockets.push(socket);
  return { socket, seen };
}

/** Sends pieces for as long as the other side takes them and is there, at most `mebibytes`. */
async function flood(socket: Socket, piece: Buffer, mebibytes: number): Promise<void> {
  for (let sent = 0; sent < mebibytes * 1024 * 1024 && !socket.destroyed; sent += piece.length) {
    if (socket.write(piece)) continue;
    await new Promise<void>((resolve) => {
      socket.once('drain', resolve);
      socket.once('close', () => resolve());
    });
  }
}

const post = (body: string, length = body.length): string =>
  `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`;
const good: { readonly [kind in Kind]: string } = {
  netcat: 'good\n',
  http: post('[{"body":"good"}]'),
};

/** A well-behaved client is served. */
async function expectService({ port, bodies }: Port, kind: Kind): Promise<void> {
  const before = bodies.length;
  const { socket } = dial(port);
  socket.write(good[kind]);
  await vi.waitFor(() => expect(bodies.slice(before)).toContain('good'), 20_000);
  socket.destroy();
}

const mebibyte = Buffer.alloc(1024 * 1024, 'x');
const patterns: { readonly [name: string]: (port: Port, kind: Kind) => Promise<void> } = {
  'a line, or body, that never ends': async ({ port }, kind) => {
    const { socket, seen } = dial(port);
    if (kind === 'http') socket.write(post('', 200 * 1024 * 1024));
    await flood(socket, mebibyte, 200);
    await vi.waitFor(() => expect(seen.isClosed || seen.answer !== '').toBe(true), 20_000);
    expect(seen.answer).toMatch(kind === 'http' ? /^HTTP\/1.1 413|^$/ : /^FAILED: Event exceeds/);
  },
  'a body in chunks that never end': async ({ port }, kind) => {
    const { socket, seen } = dial(port);
    if (kind === 'http') socket.write('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), mebibyte, Buffer.from('\r\n')]);
    await flood(socket, kind === 'http' ? chunk : mebibyte, 100);
    await vi.waitFor(() => expect(seen.isClosed || seen.answer !== '').toBe(true), 20_000);
  },
  'a head without end': async ({ port }) => {
    const { socket, seen } = dial(port);
    socket.write('POST / HTTP/1.1\r\n');
    await flood(socket, Buffer.from(`X-A: ${'x'.repeat(8000)}\r\n`), 20);
    await vi.waitFor(() => expect(seen.isClosed || seen.answer !== '').toBe(true), 20_000);
  },
  'more connections than there may be, all silent': async ({ port }) => {
    const many = Array.from({ length: 700 }, () => dial(port));
    await vi.waitFor(
      () => expect(many.filter(({ seen }) => seen.isClosed).length).toBeGreaterThanOrEqual(700 - 512),
      20_000,
    );
    for (const { socket } of many) socket.destroy();
    await vi.waitFor(() => expect(many.every(({ seen }) => seen.isClosed)).toBe(true), 20_000);
  },
  'connections that come and go at once': async ({ port }) => {
    for (let round = 0; round < 10; round++) {
      const many = Array.from({ length: 50 }, () => dial(port));
      for (const { socket } of many) socket.on('connect', () => socket.resetAndDestroy());
      await vi.waitFor(() => expect(many.every(({ seen }) => seen.isClosed)).toBe(true), 20_000);
    }
  },
  'bytes that mean nothing': async ({ port }) => {
    const { socket, seen } = dial(port);
    socket.write(Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)));
    socket.end();
    await vi.waitFor(() => expect(seen.isClosed).toBe(true), 20_000);
  },
  'a client that reads no answers': async ({ port }, kind) => {
    const { socket } = dial(port);
    socket.pause();
    await flood(socket, Buffer.from((kind === 'http' ? good.http : 'x\n').repeat(200)), 1);
  },
  'half a request, then nothing': async ({ port }, kind) => {
    const { socket } = dial(port);
    await new Promise<void>((resolve) => socket.write(good[kind].slice(0, -2), () => resolve()));
  },
};

describe.each(['netcat', 'http'] as const)('a %s port', (kind) => {
  it.each(Object.entries(patterns))('withstands %s', { timeout: 60_000 }, async (_name, misuse) => {
    const port = await start(kind);
    const before = process.memoryUsage();
    let most = 0;
    const watch = setInterval(() => {
      const { arrayBuffers, external } = process.memoryUsage();
      most = Math.max(most, arrayBuffers + external);
    }, 10);
    try {
      // The other client is served while it lasts, and afterwards.
      if (_name.startsWith('more connections')) await misuse(port, kind);
      else await Promise.all([misuse(port, kind), expectService(port, kind)]);
      await expectService(port, kind);
    } finally {
      clearInterval(watch);
    }
    expect(most - before.arrayBuffers - before.external).toBeLessThan(96 * 1024 * 1024);
  });
});
