import type { Server } from 'node:net';

/** Listens; rejects with the system's error when the port is taken. Later errors of the server are no one's end. */
export function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      server.on('error', () => undefined);
      resolve();
    });
  });
}

/** The port a server listens on, or `asked` while it does not. */
export function portOf(server: Server | undefined, asked: number): number {
  const address = server?.address();
  return typeof address === 'object' && address !== null ? address.port : asked;
}
