import type { TcpServerOptions } from '@sluice/connectors';
import type { TaskContext } from '@sluice/runtime';

/** A source may not do here what its flow asks for; the server's settings say what is allowed. */
export class SourceRefusedError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'SourceRefusedError';
    this.code = code;
  }
}

/** Connections one source serves at once. */
export const maxConnections = 512;

/** Longest event that comes over a socket, in bytes or characters. */
export const mostEventBytes = 1024 * 1024;

/** Limits of a source that listens, and its clock. Somebody who types may think for a while before the next line. */
export function socketOptions(context: TaskContext): Pick<TcpServerOptions, 'limits' | 'now' | 'schedule'> {
  return {
    limits: {
      maxConnections,
      idleMs: 600_000,
      evictableMs: 60_000,
      bytesPerSecond: context.capabilities.socketBytesPerSecond,
    },
    now: () => context.now(),
    schedule: (delayMs, action) => context.schedule(delayMs, action),
  };
}

/** Throws `RUN_PORT_REFUSED` unless the server lets flows listen there. */
export function checkPort(context: TaskContext, host: string, port: number): void {
  if (context.capabilities.isPortAllowed(port, host)) return;
  throw new SourceRefusedError(
    'RUN_PORT_REFUSED',
    `Listening on ${host}:${port} is not allowed here: use localhost and a port from 1024 up.`,
  );
}
