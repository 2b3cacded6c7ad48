import type { Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { TcpClient } from './tcp-client.ts';
import { TcpServer } from './tcp-server.ts';

const schedule = (delayMs: number, action: () => void): (() => void) => {
  const timer = setTimeout(action, delayMs);
  return () => clearTimeout(timer);
};

async function serve(onConnection: (socket: Socket) => void, port = 0): Promise<TcpServer> {
  const server = new TcpServer({ host: '127.0.0.1', port, maxConnections: 3, onConnection });
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
      maxConnections: 1,
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
