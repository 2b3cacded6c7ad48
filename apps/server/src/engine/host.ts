import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { prepareCode } from '@sluice/compiler/code';
import { openDataset } from '@sluice/datasets';
import type { FunctionProgram, RunEvent, RunHost } from '@sluice/runtime';
import {
  createCheckpointStore,
  createFileGate,
  createFunctionHost,
  createLogDisk,
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
    functions: createFunctionHost({
      prepare,
      seed: order.seed,
      processes: Math.min(4, availableParallelism()),
    }),
    checkpoints: createCheckpointStore(join(order.directory, 'checkpoints')),
    logs: createLogDisk(join(order.directory, 'channels')),
    threads: createThreads(workerEntry()),
    emit,
  };
}

/** The server has checked the code before the run; here it is read once more, because its types have to go. */
function prepare({
  code,
  shape,
}: FunctionProgram): { readonly script: string } | { readonly problem: string } {
  const { script, problems } = prepareCode(code, shape);
  if (script !== undefined) return { script };
  return { problem: problems.find((p) => p.severity === 'error')?.message ?? 'The code cannot be read.' };
}

/** A relative path starts at the project folder; everything else is for the gate to judge as it is. */
function inProject(folder: string, path: string): string {
  const isRelative =
    typeof path === 'string' && path.trim() !== '' && !/^(?:[/~\\]|[a-z][a-z0-9+.-]*:)/i.test(path);
  return isRelative ? `${folder}/${path}` : path;
}
