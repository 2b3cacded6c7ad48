import type { FromEngine, ToEngine } from './messages.ts';
import type { EngineParts } from './run-engine.ts';
import { createEngine } from './run-engine.ts';

/** Connects an engine to the IPC channel of this process; the process ends when the channel does. */
export function serveIpc(parts: Pick<EngineParts, 'createRun' | 'createHost'>): void {
  const engine = createEngine({
    ...parts,
    send: (message: FromEngine) =>
      new Promise((resolve, reject) => {
        if (!process.connected) {
          reject(new Error('The API process is gone.'));
          return;
        }
        process.send?.(message, undefined, {}, (error) => (error ? reject(error) : resolve()));
      }),
    exit: (code) => process.exit(code),
  });
  process.on('message', (message) => engine.receive(message as ToEngine));
  process.on('disconnect', () => engine.abandon());
  // The terminal sends ^C to the whole group; stopping is the API's decision.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => engine.abandon());
}
