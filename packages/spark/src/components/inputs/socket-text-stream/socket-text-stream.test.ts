import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { readRecords } from '@sluice/runtime';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFakeContext, sourceOf } from '../../../../test/fake-context.ts';
import { run } from './run.ts';

let server: Server;
let sockets: Socket[] = [];
beforeEach(async () => {
  sockets = [];
  server = createServer((socket) => void sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

function connectTo(port: number, isPortAllowed = true) {
  const fake = createFakeContext({ capabilities: { exec: false, isPortAllowed: () => isPortAllowed } });
  const source = sourceOf(run, { hostname: '127.0.0.1', port }, fake.context);
  if (source.style !== 'push') throw new Error('not a push source');
  const lines: unknown[] = [];
  const start = () =>
    source.start({
      put: (batch) => {
        lines.push(...readRecords(batch).map((r) => r.value));
        return { accepted: batch.rows };
      },
    });
  return { ...fake, source, lines, start };
}

it('reads lines, also those cut by packets, and connects again 2 s after the end', async () => {
  const { host, source, lines, logs, start } = connectTo((server.address() as AddressInfo).port);
  await start();
  await vi.waitFor(() => expect(sockets).toHaveLength(1));
  sockets[0]?.write('one\r\nzw');
  await vi.waitFor(() => expect(lines).toEqual(['one']));
  sockets[0]?.end('ei ü\nno newline');
  await vi.waitFor(() => expect(lines).toEqual(['one', 'zwei ü', 'no newline']));
  await vi.waitFor(() =>
    expect(logs.some((l) => l.includes('Restarting receiver with delay 2000 ms'))).toBe(true),
  );
  await host.advance(1999);
  expect(sockets).toHaveLength(1);
  await host.advance(1);
  await vi.waitFor(() => expect(sockets).toHaveLength(2));
  sockets[1]?.write('again\n');
  await vi.waitFor(() => expect(lines.at(-1)).toBe('again'));
  await source.stop();
});

it('keeps trying when nobody listens, and says so once', async () => {
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  const { host, source, logs, start } = connectTo(port);
  await start();
  await vi.waitFor(() => expect(logs).toHaveLength(1));
  await host.advance(2000);
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  // One more attempt may have failed before the server was there.
  await vi.waitFor(async () => {
    await host.advance(2000);
    expect(sockets.length).toBeGreaterThan(0);
  });
  await vi.waitFor(() => expect(logs.at(-1)).toContain('Connected'));
  expect(logs.filter((l) => l.startsWith('warning'))).toHaveLength(1);
  await source.stop();
});

it('refuses a port the server does not allow', () => {
  const { start } = connectTo(1, false);
  expect(start).toThrow('does not allow');
});
