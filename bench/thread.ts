import { workerData } from 'node:worker_threads';
import { serveThread } from '@sluice/runtime/node';

// What the worker threads of a measured run execute, as those of the engine process do.
serveThread(workerData);
