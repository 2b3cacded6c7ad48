import { createServer, type Server, type Socket } from 'node:net';
import { createByteBudget } from './byte-budget.ts';
import { listen, portOf } from './listen.ts';
import { Valve } from './valve.ts';

/** What a port of a source gives to everybody who can reach it, and no more. */
export interface SocketLimits {
  readonly maxConnections: number;
  /** A connection on which nothing has come for so long is closed. */
  readonly idleMs: number;
  /** When there are as many as there may be, one that has been idle for so long is closed for a new one. */
  readonly evictableMs: number;
  /** Bytes a second over all connections; without it as fast as they come. */
  readonly bytesPerSecond?: number | undefined;
}

export interface TcpServerOptions {
  readonly host: string;
  readonly port: number;
  readonly limits: SocketLimits;
  /** The run's own clock. */
  now(): number;
  schedule(delayMs: number, action: () => void): () => void;
  /** Wires up a connection; it is destroyed when the server stops. Only the valve may pause it. */
  onConnection(socket: Socket, valve: Valve): void;
}

/** How often idle connections are looked for. */
const sweepMs = 1000;

/** Listens on a TCP port; connections are handed on as they come. */
export class TcpServer {
  readonly #options: TcpServerOptions;
  /** Time of the last byte by socket, the one idle longest first. */
  readonly #sockets = new Map<Socket, number>();
  #server: Server | undefined;
  #cancelSweep: (() => void) | undefined;

  constructor(options: TcpServerOptions) {
    this.#options = options;
  }

  /** Open connections. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** Rejects with the system's error when the port is taken. */
  async start(): Promise<void> {
    const { host, port, limits, now, onConnection } = this.#options;
    const budget = createByteBudget({ bytesPerSecond: limits.bytesPerSecond, now });
    const server = createServer({ noDelay: true }, (socket) => {
      // A reset by the peer is an end like any other; without a listener it would end the process.
      socket.on('error', () => socket.destroy());
      if (!this.#hasRoom()) {
        socket.destroy();
        return;
      }
      this.#touch(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      const valve = new Valve(socket);
      socket.on('data', (bytes: Uint8Array) => {
        this.#touch(socket);
        const waitMs = budget.take(bytes.length);
        if (waitMs > 0) this.#options.schedule(waitMs, valve.hold());
      });
      onConnection(socket, valve);
    });
    await listen(server, host, port);
    this.#server = server;
    this.#planSweep();
  }

  /** The port it listens on: the one asked for, or what the system chose for 0. */
  get port(): number {
    return portOf(this.#server, this.#options.port);
  }

  /** Accepts no more and ends all connections after what was written to them has been sent. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    this.#cancelSweep?.();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of this.#sockets.keys()) socket.destroySoon();
    await closed;
  }

  #touch(socket: Socket): void {
    this.#sockets.delete(socket);
    this.#sockets.set(socket, this.#options.now());
  }

  /** Says whether one more may come; an idle one goes for it. */
  #hasRoom(): boolean {
    const { maxConnections, evictableMs } = this.#options.limits;
    if (this.#sockets.size < maxConnections) return true;
    return this.#closeIdle(evictableMs, 1) > 0;
  }

  /** Closes connections idle for so long, those idle longest first. */
  #closeIdle(idleMs: number, most = Number.POSITIVE_INFINITY): number {
    const latest = this.#options.now() - idleMs;
    let closed = 0;
    for (const [socket, sinceMs] of this.#sockets) {
      // One that is paused waits for us, not we for it.
      if (sinceMs > latest || closed >= most) break;
      if (socket.isPaused()) continue;
      this.#sockets.delete(socket);
      socket.destroy();
      closed++;
    }
    return closed;
  }

  #planSweep(): void {
    this.#cancelSweep = this.#options.schedule(sweepMs, () => {
      this.#closeIdle(this.#options.limits.idleMs);
      if (this.#server) this.#planSweep();
    });
  }
}
