import { createServer, type Server, type Socket } from 'node:net';
import { listen, portOf } from './listen.ts';

export interface TcpServerOptions {
  readonly host: string;
  readonly port: number;
  /** Connections beyond this many are closed at once. */
  readonly maxConnections: number;
  /** Wires up a connection; it is destroyed when the server stops. */
  onConnection(socket: Socket): void;
}

/** Listens on a TCP port; connections are handed on as they come. */
export class TcpServer {
  readonly #options: TcpServerOptions;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(options: TcpServerOptions) {
    this.#options = options;
  }

  /** Open connections. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** Rejects with the system's error when the port is taken. */
  async start(): Promise<void> {
    const { host, port, maxConnections, onConnection } = this.#options;
    const server = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      // A reset by the peer is an end like any other; without a listener it would end the process.
      socket.on('error', () => socket.destroy());
      onConnection(socket);
    });
    server.maxConnections = maxConnections;
    await listen(server, host, port);
    this.#server = server;
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
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroySoon();
    await closed;
  }
}
