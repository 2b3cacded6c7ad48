import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { connect } from 'node:net';
import type { Writable } from 'node:stream';
import { UsageError } from '@sluice/server';
import { writeOut } from './print.ts';

/** Where replayed lines go; `write` resolves when the other side has room for more. */
export interface Output {
  write(lines: string): Promise<void>;
  close(): Promise<void>;
}

/** `-`, a file, `tcp://host:port` (lines), `http://...` (JSON events, as Flume's HTTP source takes them). */
export function openOutput(to: string): Output {
  if (to === '-') return { write: writeOut, close: async () => undefined };
  if (to.startsWith('tcp:')) return openTcp(address(to));
  if (to.startsWith('http:')) return openHttp(address(to));
  if (/^\w+:\/\//.test(to))
    throw new UsageError(`--to takes -, a file, tcp://host:port or http://..., not ${to}.`);
  return openStream(createWriteStream(to));
}

function address(text: string): URL {
  if (!URL.canParse(text) || new URL(text).port === '') {
    throw new UsageError(`--to ${text} is no address with a port, such as tcp://127.0.0.1:44444.`);
  }
  return new URL(text);
}

function openStream(stream: Writable): Output {
  const failed = once(stream, 'error').then(([error]) => {
    throw error as Error;
  });
  failed.catch(() => undefined);
  return {
    async write(lines) {
      if (!stream.write(lines)) await Promise.race([once(stream, 'drain'), failed]);
    },
    async close() {
      const closed = once(stream, 'close');
      stream.end();
      await Promise.race([closed, failed]);
    },
  };
}

function openTcp({ hostname, port }: URL): Output {
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port),
    allowHalfOpen: false,
  });
  // A netcat source answers OK to every line; what it says must be read or it stops reading.
  socket.resume();
  return openStream(socket);
}

const eventsPerRequest = 100;

function openHttp(url: URL): Output {
  const post = async (lines: readonly string[]): Promise<void> => {
    const body = JSON.stringify(lines.map((line) => ({ headers: {}, body: line })));
    for (;;) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      await response.arrayBuffer();
      if (response.ok) return;
      // The channel is full: Flume says 503, and the sender tries again.
      if (response.status !== 503) throw new Error(`${url.href} answered ${response.status}.`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  return {
    async write(text) {
      const lines = text.split('\n').slice(0, -1);
      for (let at = 0; at < lines.length; at += eventsPerRequest)
        await post(lines.slice(at, at + eventsPerRequest));
    },
    close: async () => undefined,
  };
}
