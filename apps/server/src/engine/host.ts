import { openDataset } from '@sluice/datasets';
import type { RunEvent, RunHost } from '@sluice/runtime';
import { implementations } from './implementations.ts';
import { takeLock } from './lock.ts';
import type { EngineOrder } from './messages.ts';
import { isPortAllowed } from './ports.ts';

/** Makes the host of a run: the machine's clock, the run directory, the allowed folders, the demo data sets. */
export function createHost(order: EngineOrder, emit: (event: RunEvent) => void): RunHost {
  takeLock(order.directory);
  return {
    implementations,
    now: () => Date.now(),
    schedule(delayMs, action) {
      const timer = setTimeout(action, delayMs);
      return () => clearTimeout(timer);
    },
    seed: order.seed,
    files: { resolve: (path) => path },
    capabilities: {
      exec: order.isExecAllowed,
      isPortAllowed: (port, host) => isPortAllowed(port, host, order.reservedPorts),
    },
    openDataset,
    loadState: () => undefined,
    saveState: () => undefined,
    emit,
  };
}
