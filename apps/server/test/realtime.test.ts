import { connect } from 'node:net';
import type {
  ClientEvents,
  FlowChanged,
  RunSchema,
  RunSnapshot,
  RunTick,
  ServerEvents,
} from '@sluice/protocol';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBackend, someFlow, type TestBackend, temporaryFolder, until } from './backend-fixture.ts';
import { upgrade } from './http-probe.ts';

type Page = Socket<ServerEvents, ClientEvents>;

const folder = temporaryFolder();
let backend: TestBackend;
const pages: Page[] = [];

beforeEach(async () => {
  backend = await openBackend(folder.path, { isListening: true });
});
afterEach(async () => {
  for (const page of pages.splice(0)) page.close();
  await backend.close();
});

function openPage(auth: object = { csrf: backend.csrf }): Page {
  const page: Page = io(backend.origin, {
    transports: ['websocket'],
    reconnection: false,
    auth,
    extraHeaders: { cookie: backend.cookie, origin: backend.origin },
  });
  pages.push(page);
  return page;
}

const join = (page: Page, run: string): Promise<RunSnapshot | { readonly error: string }> =>
  new Promise((resolve) => page.emit('run:join', run, resolve));

describe('pages over the websocket', () => {
  it('are refused without the CSRF value', async () => {
    for (const auth of [{}, { csrf: 'wrong' }, { csrf: 7 }]) {
      const page = openPage(auth);
      const error = await new Promise<Error>((resolve) => page.on('connect_error', resolve));
      expect(error.message).toBe('ACCESS_CSRF');
    }
  });

  it('see the changes of others on a flow they joined', async () => {
    const { id, revision } = backend.flows.create(someFlow());
    const page = openPage();
    const state = await new Promise((resolve) => page.emit('flow:join', id, resolve));
    expect(state).toMatchObject({ id, revision });
    const changed = new Promise<FlowChanged>((resolve) => page.on('flow:changed', resolve));
    const patches = [{ op: 'replace', path: ['name'], value: 'Renamed' }];
    await backend.call('POST', `/flows/${id}/changes`, {
      client: 'other',
      base: revision,
      label: 'Rename',
      patches,
    });
    expect(await changed).toEqual({ id, revision: revision + 1, client: 'other', label: 'Rename', patches });
    expect(await new Promise((resolve) => page.emit('flow:join', 'none', resolve))).toHaveProperty('error');
  });

  it('get ticks at 10 Hz and the exact last one', async () => {
    const { id: flow } = backend.flows.create(someFlow());
    const run = backend.runs.start({ flow, revision: 1, document: someFlow() });
    const page = openPage();
    const ticks: RunTick[] = [];
    const statuses: string[] = [];
    page.on('run:tick', (tick) => ticks.push(tick));
    page.on('run:state', ({ status }) => statuses.push(status));
    expect(await join(page, run.id)).toMatchObject({ info: { id: run.id } });
    await until('ticks', () => ticks.length > 12);
    const [first, later] = [ticks[1], ticks[11]];
    expect(((later?.timeMs ?? 0) - (first?.timeMs ?? 0)) / 10).toBeGreaterThan(60);
    await backend.runs.stop(run.id);
    await until('the end', () => statuses.at(-1) === 'stopped');
    expect(ticks.at(-1)?.values).toEqual([...backend.runs.get(run.id).table.values()]);
  });

  it('are told the schema again before the first tick that has more values', async () => {
    const { id: flow } = backend.flows.create(someFlow());
    const run = backend.runs.start({ flow, revision: 1, document: someFlow() });
    const page = openPage();
    const heard: string[] = [];
    const schemas: RunSchema[] = [];
    page.on('run:schema', (schema) => {
      heard.push(`schema ${schema.revision} of ${schema.series.length}`);
      schemas.push(schema);
    });
    page.on('run:tick', ({ revision, values }) => heard.push(`tick ${revision} of ${values.length}`));
    await join(page, run.id);
    await until('ticks', () => heard.includes('tick 1 of 3'));
    const found = backend.runs.get(run.id);
    found.send({ kind: 'configure', component: 'sink', field: 'late', value: 42 });
    await until('a longer tick', () => heard.includes('tick 2 of 4'));
    const order = heard.filter((what, i) => what !== heard[i - 1]);
    expect(order.slice(order.indexOf('tick 1 of 3'))).toEqual([
      'tick 1 of 3',
      'schema 2 of 4',
      'tick 2 of 4',
    ]);
    expect(schemas.at(-1)?.series.at(-1)?.name).toBe('late');
    expect(found.table.values()[3]).toBe(42);
    await backend.runs.stop(run.id);
  });

  it('catch up on joining after a restart of the engine', async () => {
    const { id: flow } = backend.flows.create(someFlow());
    const run = backend.runs.start({ flow, revision: 1, document: someFlow() });
    await until('events', () => (backend.runs.get(run.id).table.values()[0] ?? 0) > 10);
    const page = openPage();
    await join(page, run.id);
    const states: string[] = [];
    page.on('run:state', ({ status }) => states.push(status));
    backend.runs.get(run.id).kill();
    await until('recovery', () => states.at(-1) === 'running');
    expect(states).toContain('recovering');
    expect(await join(page, run.id)).toMatchObject({ info: { restarts: 1 }, schema: { revision: 1 } });
  });
});

describe('X26, X27: hostile packets and pages that do not read', () => {
  it('puts out who sends an unknown event or a wrong argument', async () => {
    const hostile: ((page: Page) => void)[] = [
      (page) => (page as unknown as { emit(event: string): void }).emit('admin'),
      (page) => page.emit('run:join', { evil: 1 } as unknown as string, () => undefined),
      (page) => page.emit('run:join', 'x'.repeat(81), () => undefined),
      (page) => page.emit('flow:leave', 7 as never),
      (page) => page.emit('run:join', 'some', 'no function' as never),
      (page) => page.emit('flow:join', Buffer.alloc(10) as unknown as string, () => undefined),
      (page) => page.emit('flow:join', 'x'.repeat(300_000), () => undefined),
    ];
    for (const attack of hostile) {
      const page = openPage();
      await new Promise<void>((resolve) => page.on('connect', resolve));
      const out = new Promise((resolve) => page.on('disconnect', resolve));
      attack(page);
      await out;
    }
    expect((await backend.call('GET', '/session')).status).toBe(200);
  });

  it('survives thousands of mutated packets', async () => {
    const packets = [
      '40{}',
      '42["run:join","x"]',
      '2probe',
      '451-["run:join",{"_placeholder":true,"num":0}]',
      '4',
    ];
    let seed = 1;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return (seed >>> 8) % below;
    };
    for (let connection = 0; connection < 20; connection += 1) {
      await new Promise<void>((resolve, reject) => {
        const socket = connect(backend.port, '127.0.0.1', () => {
          socket.write(
            `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${backend.port}\r\nOrigin: ${backend.origin}\r\nCookie: ${backend.cookie}\r\n` +
              'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
          );
          for (let i = 0; i < 250; i += 1) {
            const payload = Buffer.from(packets[random(packets.length)] ?? '');
            if (payload.length > 0) payload[random(payload.length)] = random(256);
            const mask = Buffer.from([1, 2, 3, 4]);
            const frame = Buffer.concat([
              Buffer.from([random(8) === 0 ? random(256) : 0x81, 0x80 | payload.length]),
              mask,
              payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0)),
            ]);
            socket.write(frame);
          }
          socket.end();
        });
        socket.on('error', (error: NodeJS.ErrnoException) => {
          if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve();
          else reject(error);
        });
        socket.on('data', () => undefined);
        socket.on('close', () => resolve());
      });
    }
    expect((await backend.call('GET', '/session')).status).toBe(200);
  });

  it('closes a page that does not read before it costs memory', async () => {
    const { id: flow } = backend.flows.create(someFlow());
    const run = backend.runs.start({ flow, revision: 1, document: someFlow() });
    const page = openPage();
    await join(page, run.id);
    // The page's socket stops reading: what is sent piles up in the server until the guard looks.
    const raw = (
      page.io.engine as unknown as { transport: { ws: { pause(): void; _socket?: { pause(): void } } } }
    ).transport.ws;
    raw._socket?.pause();
    const lines = Array.from({ length: 200 }, (_, i) => ({
      sequence: i,
      timeMs: 0,
      level: 'info' as const,
      message: 'x'.repeat(1000),
    }));
    await until('the server to close it', () => {
      for (let i = 0; i < 10; i += 1)
        backend.realtime.toRun(run.id, 'run:log', { run: run.id, lines, dropped: 0 });
      return backend.realtime.io.engine.clientsCount === 0;
    });
  });

  it('accepts at most 200 sockets', async () => {
    const headers = { host: `127.0.0.1:${backend.port}`, cookie: backend.cookie, origin: backend.origin };
    expect((await upgrade(backend.port, headers)).status).toBe(101);
    await until('it to be gone', () => backend.realtime.io.engine.clientsCount === 0);
    backend.realtime.io.engine.clientsCount = 200;
    expect((await upgrade(backend.port, headers)).status).not.toBe(101);
    backend.realtime.io.engine.clientsCount = 0;
  });
});
