import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { ClientEvents, FlowState, RunSnapshot, ServerEvents } from '@sluice/protocol';
import { Server, type Socket } from 'socket.io';
import * as z from 'zod';
import { type Access, isEqual } from '../security/access.ts';
import { refuseHost, refuseOrigin } from '../security/origin.ts';

const mostSockets = 200;
const mostRooms = 20;
const mostQueuedPackets = 64;
const mostQueuedBytes = 8 * 1024 * 1024;
const roomName = z.string().min(1).max(80);
const events = new Set<string>(['flow:join', 'flow:leave', 'run:join', 'run:leave']);

type PageSocket = Socket<ClientEvents, ServerEvents>;

export interface RealtimeOptions {
  readonly access: Access;
  readonly port: () => number;
  /** The current state of a flow or run; throws when there is none. */
  readonly flow: (id: string) => FlowState;
  readonly run: (id: string) => RunSnapshot;
}

/** The events to the pages, by room. */
export interface Realtime {
  readonly io: Server<ClientEvents, ServerEvents>;
  toFlow<E extends keyof ServerEvents>(id: string, event: E, ...message: Parameters<ServerEvents[E]>): void;
  toRun<E extends keyof ServerEvents>(id: string, event: E, ...message: Parameters<ServerEvents[E]>): void;
  /** As `toRun`, but pages that are still busy with what came before miss it. */
  toRunVolatile<E extends keyof ServerEvents>(
    id: string,
    event: E,
    ...message: Parameters<ServerEvents[E]>
  ): void;
  toAll<E extends keyof ServerEvents>(event: E, ...message: Parameters<ServerEvents[E]>): void;
  close(): Promise<void>;
}

/**
 * Attaches Socket.IO to the server. Websocket only: every connection is one handshake, and the handshake is checked
 * like any mutation (Host, Origin, cookie), plus the CSRF value in `auth`.
 */
export function attachRealtime(server: HttpServer, options: RealtimeOptions): Realtime {
  const { access, port } = options;
  const io = new Server<ClientEvents, ServerEvents>(server, {
    serveClient: false,
    transports: ['websocket'],
    allowUpgrades: false,
    perMessageDeflate: false,
    maxHttpBufferSize: 256 * 1024,
    connectTimeout: 10_000,
    destroyUpgradeTimeout: 200,
    allowRequest: (request, answer) => {
      const reason = refuseHandshake(request);
      answer(reason ?? null, reason === undefined);
    },
  });
  const refuseHandshake = (request: IncomingMessage): string | undefined => {
    if (refuseHost(request, port())) return 'host';
    const caller = access.callerOf(request.headers);
    if (!caller) return 'session';
    const rule = { mustHaveOrigin: caller.csrf !== undefined, isNavigation: false };
    if (refuseOrigin(request, port(), rule)) return 'origin';
    if (io.engine.clientsCount >= mostSockets) return 'too many connections';
    return undefined;
  };
  io.use((socket, next) => {
    const caller = access.callerOf(socket.request.headers);
    const auth = z.object({ csrf: z.string().max(200) }).safeParse(socket.handshake.auth);
    const isGenuine =
      caller !== undefined &&
      (caller.csrf === undefined || (auth.success && isEqual(auth.data.csrf, caller.csrf)));
    next(isGenuine ? undefined : new Error('ACCESS_CSRF'));
  });
  io.on('connection', (socket) => serveSocket(socket, options));
  const guard = setInterval(() => dropSlowReaders(io), 1000);
  guard.unref();

  return {
    io,
    toFlow: (id, event, ...message) => void io.to(`flow:${id}`).emit(event, ...message),
    toRun: (id, event, ...message) => void io.to(`run:${id}`).emit(event, ...message),
    toRunVolatile: (id, event, ...message) => void io.to(`run:${id}`).volatile.emit(event, ...message),
    toAll: (event, ...message) => void io.emit(event, ...message),
    async close() {
      clearInterval(guard);
      io.disconnectSockets(true);
      for (const connection of Object.values((io.engine as unknown as { clients: object }).clients)) {
        terminate(connection);
      }
      await io.close();
    },
  };
}

function serveSocket(socket: PageSocket, options: RealtimeOptions): void {
  socket.on('error', () => socket.disconnect(true));
  socket.onAny((event: string) => {
    if (!events.has(event)) socket.disconnect(true);
  });
  const answerJoin = <T>(prefix: 'flow' | 'run', find: (id: string) => T) => {
    return (name: unknown, answer: unknown): void => {
      const id = roomName.safeParse(name);
      if (!id.success || typeof answer !== 'function') {
        socket.disconnect(true);
        return;
      }
      // A socket is always in the room of its own id.
      if (socket.rooms.size > mostRooms) {
        answer({ error: `A page may follow at most ${mostRooms} flows and runs.` });
        return;
      }
      try {
        const state = find(id.data);
        void socket.join(`${prefix}:${id.data}`);
        answer(state);
      } catch (error) {
        answer({ error: (error as Error).message });
      }
    };
  };
  const leave = (prefix: 'flow' | 'run') => (name: unknown) => {
    const id = roomName.safeParse(name);
    if (id.success) void socket.leave(`${prefix}:${id.data}`);
    else socket.disconnect(true);
  };
  socket.on('flow:join', answerJoin('flow', options.flow));
  socket.on('run:join', answerJoin('run', options.run));
  socket.on('flow:leave', leave('flow'));
  socket.on('run:leave', leave('run'));
}

/** What is looked at of an Engine.IO connection; its types leave the transport's socket out. */
interface Connection {
  readonly writeBuffer: readonly unknown[];
  readonly transport: { readonly socket?: { readonly bufferedAmount?: number; terminate?(): void } };
}

/** A page that does not read is put out, so that it costs no memory. */
function dropSlowReaders(io: Server<ClientEvents, ServerEvents>): void {
  for (const { conn } of io.sockets.sockets.values()) {
    const { writeBuffer, transport } = conn as unknown as Connection;
    const queuedBytes = transport.socket?.bufferedAmount ?? 0;
    if (writeBuffer.length > mostQueuedPackets || queuedBytes > mostQueuedBytes) terminate(conn);
  }
}

/** Ends a connection without the closing handshake, which a page that does not read would never answer. */
function terminate(connection: unknown): void {
  (connection as Connection).transport.socket?.terminate?.();
}
