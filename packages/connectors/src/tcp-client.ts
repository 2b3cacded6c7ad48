import { connect, type Socket } from 'node:net';

export interface TcpClientOptions {
  readonly host: string;
  readonly port: number;
  /** Pause before the next attempt after a connection failed or ended. */
  readonly retryMs: number;
  /** Runs an action later; the run's own clock. */
  schedule(delayMs: number, action: () => void): () => void;
  /** Bytes as they arrive; the array is the caller's to keep. */
  onBytes(bytes: Uint8Array): void;
  onConnect?(): void;
  /** The connection ended or could not be made; another attempt follows unless `close` was called. */
  onEnd(reason: string): void;
}

/** Reads a byte stream from a TCP server and connects again whenever the connection is lost. */
export class TcpClient {
  readonly #options: TcpClientOptions;
  #socket: Socket | undefined;
  #cancel: (() => void) | undefined;
  #isClosed = false;

  constructor(options: TcpClientOptions) {
    this.#options = options;
  }

  start(): void {
    const { host, port, retryMs, schedule, onBytes, onConnect, onEnd } = this.#options;
    this.#isClosed = false;
    const socket = connect({ host, port, noDelay: true });
    this.#socket = socket;
    let reason = 'The server closed the connection.';
    socket.on('connect', () => onConnect?.());
    socket.on('data', (bytes: Uint8Array) => onBytes(bytes));
    socket.on('error', (error) => {
      reason = error.message;
    });
    socket.on('close', () => {
      if (this.#isClosed) return;
      onEnd(reason);
      this.#cancel = schedule(retryMs, () => {
        if (!this.#isClosed) this.start();
      });
    });
  }

  /** Stops reading until `resume`; the peer is slowed down by TCP. */
  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  /** Ends the connection and the attempts to make one. */
  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
    this.#socket?.destroy();
  }
}
