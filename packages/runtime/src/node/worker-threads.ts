import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import type { ToThread } from '../models/tuple-tree/threads/thread-mail.ts';
import { runTopologyThread, type ThreadOrder } from '../models/tuple-tree/threads/topology-thread.ts';
import type { RunThreads } from '../run-contract.ts';
import { systemClock } from './system-clock.ts';

/** Threads of this machine, one for each core and at least two; `entry` is a module that calls {@link serveThread}. */
export function createThreads(entry: string | URL, most = Math.max(2, availableParallelism())): RunThreads {
  return {
    most,
    start(order, listener) {
      const worker = new Worker(entry, { workerData: order, stdin: false });
      let reason = 'ended';
      worker.on('message', (message) => listener.onMessage(message));
      worker.on('error', (error) => {
        reason = error instanceof Error ? error.message : String(error);
      });
      worker.on('exit', () => listener.onExit(reason));
      return {
        post: (message, transfer) => worker.postMessage(message, transfer),
        end: () => void worker.terminate(),
      };
    },
  };
}

/** What a worker thread runs: the executors it is told of, until it is ended. */
export function serveThread(order: unknown): void {
  const port = parentPort;
  if (isMainThread || !port) throw new Error('Only a worker thread serves');
  const receive = runTopologyThread(order as ThreadOrder, {
    now: systemClock.now,
    schedule: systemClock.schedule,
    post: (message, transfer) => port.postMessage(message, transfer),
  });
  port.on('message', (message) => receive(message as ToThread));
}
