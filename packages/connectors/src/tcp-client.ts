import { connect, type Socket } from 'node:net';
import { type ByteBudget, createByteBudget } from './byte-budget.ts';
import { Valve } from './valve.ts';

export interface TcpClientOptions {
  readonly host: string;
  readonly port: number;
  /** Pause before the next attempt after a connection failed or ended. */
  readonly retryMs: number;
  /** Bytes a second; without it as fast as they come. */
  readonly bytesPerSecond?: number | undefined;
  /** The run's own clock. */
  now(): number;
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
  readonly #budget: ByteBudget;
  #socket: Socket | undefined;
  #valve: Valve | undefined;
  #cancel: (() => void) | undefined;
  #isClosed = false;

  constructor(options: TcpClientOptions) {
    this.#options = options;
    this.#budget = createByteBudget(options);
  }

  start(): void {
    const { host, port, retryMs, schedule, onBytes, onConnect, onEnd } = this.#options;
    this.#isClosed = false;
    const socket = connect({ host, port, noDelay: true });
    const valve = new Valve(socket);
    this.#socket = socket;
    this.#valve = valve;
    let reason = 'The server closed the connection.';
    socket.on('connect', () => onConnect?.());
    socket.on('data', (bytes: Uint8Array) => {
      const waitMs = this.#budget.take(bytes.length);
      if (waitMs > 0) schedule(waitMs, valve.hold());
      onBytes(bytes);
    });
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

  /** Stops reading until the returned function is called; the peer is slowed down by TCP. */
  hold(): () => void {
    return this.#valve?.hold() ?? (() => undefined);
  }

  /** Ends the connection and the attempts to make one. */
  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
    this.#socket?.destroy();
  }
}
