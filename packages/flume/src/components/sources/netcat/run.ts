import type { Socket } from 'node:net';
import { TcpServer, type Valve } from '@sluice/connectors';
import {
  type BytesColumn,
  bytesBatch,
  implementSource,
  isAscii,
  LineSplitter,
  type SourceOutput,
  sliceBatch,
  type TaskContext,
} from '@sluice/runtime';
import { charsetOf, lineLength, toUtf8 } from '../../../node/decode.ts';
import { checkPort, mostEventBytes, socketOptions } from '../../../node/listen.ts';
import { spec } from './spec.ts';

/** Lines put at once, so that answers come soon. */
const chunkLines = 4096;

export const run = implementSource(spec, (config, context) => {
  let server: TcpServer | undefined;
  return {
    style: 'push',
    async start(output) {
      checkPort(context, config.bind, config.port);
      server = new TcpServer({
        host: config.bind,
        port: config.port,
        ...socketOptions(context),
        onConnection: (socket, valve) => new Session(socket, { config, context, output, valve }),
      });
      await server.start();
    },
    async stop() {
      await server?.stop();
    },
  };
});

interface SessionOptions {
  readonly config: {
    readonly maxLineLength: number;
    readonly ackEveryEvent: boolean;
    readonly encoding: string;
  };
  readonly context: TaskContext;
  readonly output: SourceOutput;
  readonly valve: Valve;
}

/** One connection: lines in, answers out, in order; nothing is read while a channel makes it wait. */
class Session {
  readonly #socket: Socket;
  readonly #options: SessionOptions;
  readonly #lines: LineSplitter;
  readonly #maxLength: number;
  #isPutting = false;
  #isAscii = true;

  constructor(socket: Socket, options: SessionOptions) {
    this.#socket = socket;
    this.#options = options;
    // A character may take four bytes; the exact limit, in characters, is checked line by line.
    this.#maxLength = Math.min(options.config.maxLineLength, mostEventBytes);
    this.#lines = new LineSplitter({ maxLine: this.#maxLength * 4, slabBytes: 64 * 1024 });
    socket.on('data', (bytes: Uint8Array) => {
      this.#lines.push(bytes);
      this.#isAscii &&= isAscii(bytes);
      if (!this.#isPutting) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#isPutting = true;
    const release = this.#options.valve.hold();
    try {
      for (;;) {
        const lines = this.#lines.take(chunkLines);
        if (!lines) break;
        if (!(await this.#put(lines))) return;
      }
      // A line whose end has not come yet may be too long already.
      const limit = this.#maxLength * (this.#isAscii ? 1 : 4);
      if (this.#lines.pendingBytes >= limit) this.#refuse();
    } catch (error) {
      this.#options.context.log('error', error instanceof Error ? error.message : String(error));
      this.#socket.destroy();
    } finally {
      this.#isPutting = false;
      release();
    }
  }

  /** Puts lines one by one; false when one was too long and the connection is over. */
  async #put(lines: BytesColumn): Promise<boolean> {
    const { config, context, output } = this.#options;
    const fitting = this.#fitting(lines);
    const cut = fitting === lines.starts.length ? lines : firstRows(lines, fitting);
    let batch = bytesBatch(toUtf8(cut, charsetOf(config.encoding)), { ingestMs: context.now() });
    for (let left = fitting; left > 0; ) {
      const result = output.put(batch, 'each');
      const { accepted, error } = result instanceof Promise ? await result : result;
      if (config.ackEveryEvent && accepted > 0) this.#socket.write('OK\n'.repeat(accepted));
      if (error) this.#socket.write(`FAILED: ${error.message}\n`);
      const settled = accepted + (error ? 1 : 0);
      if (settled === 0) break;
      left -= settled;
      if (left > 0) batch = sliceBatch(batch, settled, left);
    }
    if (fitting === lines.starts.length) return true;
    this.#refuse();
    return false;
  }

  /** Lines before the first one that does not fit into Flume's line buffer with its line end. */
  #fitting(lines: BytesColumn): number {
    const max = this.#maxLength;
    for (let row = 0; row < lines.starts.length; row++) {
      const bytes = (lines.ends[row] as number) - (lines.starts[row] as number);
      if (bytes + 1 > max && lineLength(lines, row) + 1 > max) return row;
    }
    return lines.starts.length;
  }

  #refuse(): void {
    const max = this.#maxLength;
    this.#socket.end(`FAILED: Event exceeds the maximum length (${max} chars, including newline)\n`);
    this.#socket.removeAllListeners('data');
    this.#lines.reset();
  }
}

function firstRows(lines: BytesColumn, count: number): BytesColumn {
  return { ...lines, starts: lines.starts.subarray(0, count), ends: lines.ends.subarray(0, count) };
}
