import { connect, type Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { TcpClient } from './tcp-client.ts';
import { TcpServer, type TcpServerOptions } from './tcp-server.ts';
import type { Valve } from './valve.ts';

const schedule = (delayMs: number, action: () => void): (() => void) => {
  const timer = setTimeout(action, delayMs);
  return () => clearTimeout(timer);
};

const limits = { maxConnections: 3, idleMs: 600_000, evictableMs: 60_000 };
const now = (): number => performance.now();

async function serve(
  onConnection: (socket: Socket) => void,
  port = 0,
  changes: Partial<TcpServerOptions> = {},
): Promise<TcpServer> {
  const server = new TcpServer({ host: '127.0.0.1', port, limits, now, schedule, onConnection, ...changes });
  await server.start();
  return server;
}

function read(port: number): { client: TcpClient; text: () => string; ends: string[] } {
  let text = '';
  const ends: string[] = [];
  const client = new TcpClient({
    host: '127.0.0.1',
    port,
    retryMs: 5,
    now,
    schedule,
    onBytes: (bytes) => {
      text += Buffer.from(bytes).toString();
    },
    onEnd: (reason) => ends.push(reason),
  });
  client.start();
  return { client, text: () => text, ends };
}

describe('TCP', () => {
  it('reads what a server sends and connects again when it is gone', async () => {
    const first = await serve((socket) => socket.write('one\n'));
    const { port } = first;
    const { client, text, ends } = read(port);
    await vi.waitFor(() => expect(text()).toBe('one\n'), 10_000);
    await first.stop();
    await vi.waitFor(() => expect(ends.length).toBeGreaterThan(0), 10_000);
    const second = await serve((socket) => socket.write('two\n'), port);
    await vi.waitFor(() => expect(text()).toBe('one\ntwo\n'), 10_000);
    client.close();
    await second.stop();
  });

  it('says why it cannot connect, and stops when closed', async () => {
    const gone = await serve(() => undefined);
    const { port } = gone;
    await gone.stop();
    const { client, ends } = read(port);
    await vi.waitFor(() => expect(ends.length).toBeGreaterThan(1), 10_000);
    expect(ends[0]).toMatch(/ECONNREFUSED/);
    client.close();
    const count = ends.length;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(ends.length).toBe(count);
  });

  it('does not listen on a port that is taken, and closes connections beyond its limit', async () => {
    const server = await serve((socket) => socket.write('x'));
    const second = new TcpServer({
      host: '127.0.0.1',
      port: server.port,
      limits,
      now,
      schedule,
      onConnection: () => undefined,
    });
    await expect(second.start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const clients = Array.from({ length: 5 }, () => read(server.port));
    await vi.waitFor(() => expect(clients.filter((c) => c.text() === 'x').length).toBe(3), 10_000);
    await vi.waitFor(() => expect(clients.filter((c) => c.ends.length > 0).length).toBe(2), 10_000);
    expect(server.connections).toBe(3);
    for (const { client } of clients) client.close();
    await server.stop();
    await server.stop();
  });
});

describe('a port that is misused', () => {
  /** Connects and sends; says whether the connection is still there and how much has been taken of it. */
  function send(port: number, bytes?: Uint8Array) {
    const socket = connect(port, '127.0.0.1');
    const seen = { isOpen: false, isClosed: false };
    socket.on('error', () => undefined);
    socket.on('connect', () => {
      seen.isOpen = true;
    });
    socket.on('close', () => {
      seen.isClosed = true;
    });
    if (bytes) socket.write(bytes);
    return { socket, seen };
  }

  it('closes a connection on which nothing comes any more, and only that', async () => {
    let nowMs = 0;
    let sweep: (() => void) | undefined;
    const seen: string[] = [];
    const server = await serve((socket) => socket.on('data', (bytes) => seen.push(String(bytes))), 0, {
      now: () => nowMs,
      schedule: (_delayMs, action) => {
        sweep = action;
        return () => undefined;
      },
    });
    const [silent, busy] = [send(server.port, Buffer.from('a')), send(server.port, Buffer.from('b'))];
    await vi.waitFor(() => expect(seen.sort()).toEqual(['a', 'b']), 10_000);
    nowMs = 400_000;
    busy.socket.write('c');
    await vi.waitFor(() => expect(seen).toContain('c'), 10_000);
    nowMs = 600_001;
    sweep?.();
    await vi.waitFor(() => expect(silent.seen.isClosed).toBe(true), 10_000);
    expect([busy.seen.isClosed, server.connections]).toEqual([false, 1]);
    busy.socket.destroy();
    await server.stop();
  });

  it('gives the place of one that has been idle for a minute to a new one when all are taken', async () => {
    let nowMs = 0;
    const server = await serve(() => undefined, 0, { now: () => nowMs });
    const old = Array.from({ length: 3 }, () => send(server.port));
    await vi.waitFor(() => expect(server.connections).toBe(3), 10_000);
    const refused = send(server.port);
    await vi.waitFor(() => expect(refused.seen.isClosed).toBe(true), 10_000);
    nowMs = 61_000;
    const next = send(server.port);
    await vi.waitFor(() => expect(old.filter((one) => one.seen.isClosed)).toHaveLength(1), 10_000);
    await vi.waitFor(() => expect(next.seen.isOpen).toBe(true), 10_000);
    expect([next.seen.isClosed, server.connections]).toEqual([false, 3]);
    for (const { socket } of [...old, next]) socket.destroy();
    await server.stop();
  });

  it('reads no faster than it may, over all connections, and loses nothing', async () => {
    const bytesPerSecond = 1_000_000;
    const received = { bytes: 0 };
    const server = await serve(
      (socket) =>
        socket.on('data', (bytes: Uint8Array) => {
          received.bytes += bytes.length;
        }),
      0,
      { limits: { ...limits, bytesPerSecond } },
    );
    const startMs = now();
    const senders = [1, 2, 3].map(() => send(server.port, new Uint8Array(700_000)));
    await vi.waitFor(() => expect(received.bytes).toBe(2_100_000), 60_000);
    // A quarter of a second's bytes may come at once, and the last piece is not waited for.
    expect(now() - startMs).toBeGreaterThan(1000);
    for (const { socket } of senders) socket.destroy();
    await server.stop();
  });

  it('limits what a client reads, too', async () => {
    const server = await serve((socket) => socket.end(new Uint8Array(1_500_000)));
    let bytes = 0;
    const startMs = now();
    const client = new TcpClient({
      host: '127.0.0.1',
      port: server.port,
      retryMs: 60_000,
      bytesPerSecond: 1_000_000,
      now,
      schedule,
      onBytes: (piece) => {
        bytes += piece.length;
      },
      onEnd: () => undefined,
    });
    client.start();
    await vi.waitFor(() => expect(bytes).toBe(1_500_000), 60_000);
    expect(now() - startMs).toBeGreaterThan(700);
    client.close();
    await server.stop();
  });
});

describe('a valve', () => {
  it('opens when the last of its holders lets go', async () => {
    const seen: string[] = [];
    let valve: Valve | undefined;
    const server = new TcpServer({
      host: '127.0.0.1',
      port: 0,
      limits,
      now,
      schedule,
      onConnection: (socket, given) => {
        valve = given;
        socket.on('data', (bytes: Uint8Array) => seen.push(String(bytes)));
      },
    });
    await server.start();
    const socket = connect(server.port, '127.0.0.1');
    await vi.waitFor(() => expect(valve).toBeDefined(), 10_000);
    const [first, second] = [valve?.hold(), valve?.hold()];
    await new Promise<void>((resolve) => socket.write('x', () => resolve()));
    first?.();
    first?.();
    // What would have come by now would have come before this round trip through the system.
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(seen).toEqual([]);
    second?.();
    await vi.waitFor(() => expect(seen).toEqual(['x']), 10_000);
    socket.destroy();
    await server.stop();
  });
});
