import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another process works in the run's directory. */
export class RunLockedError extends Error {
  readonly code = 'RUN_LOCKED';
}

/** Takes the lock of a run directory; one left by a dead process is taken over. */
export function takeLock(directory: string): void {
  const path = join(directory, 'lock');
  const owner = readOwner(path);
  if (owner !== undefined && owner !== process.pid && isAlive(owner)) {
    throw new RunLockedError(`Process ${owner} still works in ${directory}.`);
  }
  rmSync(path, { force: true });
  writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 });
}

function readOwner(path: string): number | undefined {
  try {
    return Number(readFileSync(path, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
