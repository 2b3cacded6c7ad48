import { workerData } from 'node:worker_threads';
import { serveThread } from '@sluice/runtime/node';

// A worker thread of the engine process: it runs the bolts of a topology it is told of.
serveThread(workerData);
