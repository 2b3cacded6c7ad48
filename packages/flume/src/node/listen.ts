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

/** Throws `RUN_PORT_REFUSED` unless the server lets flows listen there. */
export function checkPort(context: TaskContext, host: string, port: number): void {
  if (context.capabilities.isPortAllowed(port, host)) return;
  throw new SourceRefusedError(
    'RUN_PORT_REFUSED',
    `Listening on ${host}:${port} is not allowed here: use localhost and a port from 1024 up.`,
  );
}
