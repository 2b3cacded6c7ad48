import { join } from 'node:path';
import { openDataset } from '@sluice/datasets';
import type { RunEvent, RunHost } from '@sluice/runtime';
import {
  createCheckpointStore,
  createFileGate,
  createStateStore,
  createThreads,
  systemClock,
} from '@sluice/runtime/node';
import { takeLock } from '../process-lock.ts';
import { workerEntry } from './engine-process.ts';
import { implementations } from './implementations.ts';
import type { EngineOrder } from './messages.ts';
import { isPortAllowed } from './ports.ts';

/** What one source takes from its sockets at most: far more than a flow of this size moves, and no flood. */
const socketBytesPerSecond = 256 * 1024 * 1024;

/** Makes the host of a run: the machine's clock, the run directory, the allowed folders, the demo data sets. */
export function createHost(order: EngineOrder, emit: (event: RunEvent) => void): RunHost {
  takeLock(order.directory);
  const states = createStateStore(join(order.directory, 'state'));
  const gate = createFileGate({ roots: order.roots, deny: [join(order.projectFolder, '.sluice')] });
  return {
    implementations,
    now: systemClock.now,
    schedule: systemClock.schedule,
    seed: order.seed,
    files: { resolve: (path, use) => gate.resolve(inProject(order.projectFolder, path), use) },
    capabilities: {
      exec: order.isExecAllowed,
      socketBytesPerSecond,
      isPortAllowed: (port, host) => isPortAllowed(port, host, order.reservedPorts),
    },
    openDataset,
    loadState: (key) => states.load(key),
    saveState: (key, state) => states.save(key, state),
    checkpoints: createCheckpointStore(join(order.directory, 'checkpoints')),
    threads: createThreads(workerEntry()),
    emit,
  };
}

/** A relative path starts at the project folder; everything else is for the gate to judge as it is. */
function inProject(folder: string, path: string): string {
  const isRelative =
    typeof path === 'string' && path.trim() !== '' && !/^(?:[/~\\]|[a-z][a-z0-9+.-]*:)/i.test(path);
  return isRelative ? `${folder}/${path}` : path;
}
