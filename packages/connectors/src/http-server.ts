import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type ByteBudget, createByteBudget } from './byte-budget.ts';
import { ByteReserve } from './byte-reserve.ts';
import { listen, portOf } from './listen.ts';

export interface HttpRequest {
  readonly method: string;
  readonly contentType: string;
  readonly body: Uint8Array;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text?: string;
}

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  readonly maxConnections: number;
  /** Bytes of bodies a second over all connections; without it as fast as they come. */
  readonly bytesPerSecond?: number | undefined;
  /** The run's own clock. */
  now(): number;
  schedule(delayMs: number, action: () => void): () => void;
  /** Longer bodies are answered with 413 and not read to the end. */
  readonly maxBodyBytes: number;
  /** Methods served; others are answered with 405. */
  readonly methods: readonly string[];
  onRequest(request: HttpRequest): HttpAnswer | Promise<HttpAnswer>;
}

/** Bytes of bodies held at once; a request that would make it more is not read before another is answered. */
const mostHeldBytes = 32 * 1024 * 1024;

/** Answers HTTP requests whose whole body is wanted; every path is the same to it. */
export class HttpServer {
  readonly #options: HttpServerOptions;
  readonly #budget: ByteBudget;
  readonly #memory = new ByteReserve(mostHeldBytes);
  #server: Server | undefined;

  constructor(options: HttpServerOptions) {
    this.#options = options;
    this.#budget = createByteBudget(options);
  }

  /** Rejects with the system's error when the port is taken. */
  async start(): Promise<void> {
    const { host, port, maxConnections } = this.#options;
    const server = createServer(
      { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 30_000, maxHeaderSize: 16 * 1024 },
      (request, response) => {
        this.#serve(request, response).catch(() => response.destroy());
      },
    );
    server.maxConnections = maxConnections;
    await listen(server, host, port);
    this.#server = server;
  }

  /** The port it listens on: the one asked for, or what the system chose for 0. */
  get port(): number {
    return portOf(this.#server, this.#options.port);
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? '';
    if (!this.#options.methods.includes(method)) return answer(response, { status: 405 });
    // A body in chunks may be as long as any.
    const announced = Number(request.headers['content-length'] ?? this.#options.maxBodyBytes);
    if (announced > this.#options.maxBodyBytes) return tooLarge(response);
    const release = await this.#memory.take(announced);
    try {
      const body = await this.#body(request);
      if (!body) return tooLarge(response);
      const contentType = request.headers['content-type'] ?? '';
      answer(response, await this.#options.onRequest({ method, contentType, body }));
    } finally {
      release();
    }
  }

  async #body(request: IncomingMessage): Promise<Uint8Array | undefined> {
    const limit = this.#options.maxBodyBytes;
    const parts: Buffer[] = [];
    let length = 0;
    for await (const part of request as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > limit) return undefined;
      parts.push(part);
      const waitMs = this.#budget.take(part.length);
      // Nothing more is read meanwhile: the sender is slowed down by TCP.
      if (waitMs > 0) await new Promise<void>((resolve) => this.#options.schedule(waitMs, resolve));
    }
    return Buffer.concat(parts);
  }
}

function tooLarge(response: ServerResponse): void {
  response.setHeader('connection', 'close');
  answer(response, { status: 413, text: 'The request is too large.\n' });
}

function answer(response: ServerResponse, { status, text }: HttpAnswer): void {
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(text ?? '');
}
