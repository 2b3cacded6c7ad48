import { type RunThread, type RunThreads, runTopologyThread, type ThreadOrder } from '@sluice/runtime';
import { poisonedKernels } from './poisoned-kernels.ts';

interface VirtualThread {
  readonly thread: RunThread;
  isOver: boolean;
}

/**
 * Worker threads on a virtual clock: messages are cloned as between real threads and arrive in order, a moment later.
 */
export function virtualThreads(options: {
  readonly most: number;
  now(): number;
  schedule(delayMs: number, action: () => void): () => void;
}): RunThreads {
  return {
    most: options.most,
    start(order, listener) {
      const state: VirtualThread = {
        isOver: false,
        thread: {
          post(message, transfer) {
            const copy = clone(message, transfer);
            options.schedule(0, () => {
              if (!state.isOver) receive(copy as never);
            });
          },
          end() {
            if (state.isOver) return;
            state.isOver = true;
            options.schedule(0, () => listener.onExit('ended'));
          },
        },
      };
      const receive = runTopologyThread(clone(order, []) as ThreadOrder, {
        kernels: poisonedKernels(),
        now: options.now,
        schedule: (delayMs, action) =>
          options.schedule(delayMs, () => {
            if (!state.isOver) action();
          }),
        post(message, transfer) {
          if (state.isOver) return;
          const copy = clone(message, transfer);
          options.schedule(0, () => listener.onMessage(copy));
        },
      });
      return state.thread;
    },
  };
}

/** As `postMessage` does it; shared memory stays shared. */
function clone(message: unknown, transfer: readonly ArrayBuffer[]): unknown {
  return structuredClone(message, { transfer: [...transfer] });
}
