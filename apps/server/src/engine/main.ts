import { createHost } from './host.ts';
import { serveIpc } from './serve-ipc.ts';

serveIpc({
  createHost,
  createRun: () => {
    throw new Error('The runtime is not there yet.');
  },
});
