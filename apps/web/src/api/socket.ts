import type { ClientEvents, FlowState, RunSnapshot, ServerEvents } from '@sluice/protocol';
import { io, type Socket } from 'socket.io-client';
import { forgetSession, session } from './client.ts';
import { ApiProblem } from './problem.ts';

/** `lost` means it worked before and is being retried; `refused` that the server does not know this page. */
export type Connection = 'connecting' | 'connected' | 'lost' | 'refused';

type Joined =
  | { readonly kind: 'run'; readonly id: string; readonly onState: (answer: RunSnapshot) => void }
  | { readonly kind: 'flow'; readonly id: string; readonly onState: (answer: FlowState) => void };

type Refused = (message: string) => void;

const retryMs = 500;

const rooms = new Map<string, { readonly joined: Joined; readonly onRefused: Refused | undefined }>();
const watchers = new Set<(connection: Connection) => void>();

let connection: Connection = 'connecting';
let opened: Socket<ServerEvents, ClientEvents> | undefined;

function setConnection(next: Connection): void {
  if (next === connection) return;
  connection = next;
  for (const watch of watchers) watch(next);
}

/** The one socket of this page. It connects on first use and rejoins its rooms after every reconnect. */
export function socket(): Socket<ServerEvents, ClientEvents> {
  if (opened !== undefined) return opened;
  const made: Socket<ServerEvents, ClientEvents> = io({
    // Asked again at every attempt: a restarted server hands out another value.
    auth: (done) => {
      forgetSession();
      session().then(
        ({ csrf }) => done({ csrf }),
        (error: unknown) => {
          if (error instanceof ApiProblem && error.status === 401) setConnection('refused');
          done({});
        },
      );
    },
    reconnectionDelay: retryMs,
    reconnectionDelayMax: 5000,
    transports: ['websocket'],
  });
  made.on('connect', () => {
    setConnection('connected');
    for (const { joined, onRefused } of rooms.values()) enter(made, joined, onRefused);
  });
  made.on('disconnect', (reason) => {
    setConnection('lost');
    // A server that says goodbye is not tried again by the library; this one may be back in a moment.
    if (reason === 'io server disconnect') setTimeout(() => made.connect(), retryMs);
  });
  made.on('connect_error', () => {
    // The handshake itself cannot say why it was refused; the session can.
    session().then(
      () => setConnection(connection === 'connecting' ? 'connecting' : 'lost'),
      (error: unknown) => {
        const isUnknown = error instanceof ApiProblem && error.status === 401;
        setConnection(isUnknown ? 'refused' : connection === 'connecting' ? 'connecting' : 'lost');
      },
    );
    // A refused handshake does not retry by itself.
    if (!made.active) setTimeout(() => made.connect(), 3000);
  });
  opened = made;
  return made;
}

function enter(to: Socket<ServerEvents, ClientEvents>, joined: Joined, onRefused?: Refused): void {
  if (joined.kind === 'run') {
    to.emit('run:join', joined.id, (answer) => {
      if ('error' in answer) onRefused?.(answer.error);
      else joined.onState(answer);
    });
  } else {
    to.emit('flow:join', joined.id, (answer) => {
      if ('error' in answer) onRefused?.(answer.error);
      else joined.onState(answer);
    });
  }
}

function join(joined: Joined, onRefused?: Refused): () => void {
  const room = `${joined.kind}:${joined.id}`;
  const entry = { joined, onRefused };
  rooms.set(room, entry);
  const to = socket();
  if (to.connected) enter(to, joined, onRefused);
  return () => {
    if (rooms.get(room) !== entry) return;
    rooms.delete(room);
    if (to.connected) to.emit(joined.kind === 'run' ? 'run:leave' : 'flow:leave', joined.id);
  };
}

/** Joins a run; `onState` is called now and after every reconnect with all that is needed to catch up. */
export function joinRun(id: string, onState: (answer: RunSnapshot) => void, onRefused?: Refused): () => void {
  return join({ kind: 'run', id, onState }, onRefused);
}

/** Joins a flow; `onState` is called now and after every reconnect with its current state. */
export function joinFlow(id: string, onState: (answer: FlowState) => void, onRefused?: Refused): () => void {
  return join({ kind: 'flow', id, onState }, onRefused);
}

/** The state of the connection now. */
export function currentConnection(): Connection {
  return connection;
}

/** Calls `watch` at every change of the connection. Returns the way to stop. */
export function onConnection(watch: (connection: Connection) => void): () => void {
  watchers.add(watch);
  return () => watchers.delete(watch);
}

/** Tries to connect at once instead of waiting for the next attempt. */
export function reconnectNow(): void {
  const to = socket();
  if (!to.connected) to.disconnect().connect();
}
