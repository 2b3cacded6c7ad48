import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another process works in a directory. */
export class LockedError extends Error {
  readonly code = 'FOLDER_LOCKED';
  /** The process that does. */
  readonly owner: number;

  constructor(owner: number, directory: string) {
    super(`Process ${owner} still works in ${directory}.`);
    this.owner = owner;
  }
}

/**
 * Takes the lock of a directory; one left by a dead process is taken over, also when another process has its number
 * by now. Gives the function that frees it.
 */
export function takeLock(directory: string): () => void {
  const path = join(directory, 'lock');
  const owner = readOwner(path);
  if (owner !== undefined && owner.pid !== process.pid && isAlive(owner)) {
    throw new LockedError(owner.pid, directory);
  }
  rmSync(path, { force: true });
  writeFileSync(path, `${process.pid} ${bornAt(process.pid)}`.trim(), { flag: 'wx', mode: 0o600 });
  return () => {
    if (readOwner(path)?.pid === process.pid) rmSync(path, { force: true });
  };
}

interface Owner {
  readonly pid: number;
  readonly born: string | undefined;
}

function readOwner(path: string): Owner | undefined {
  try {
    const [pid, born] = readFileSync(path, 'utf8').split(' ');
    return Number(pid) > 0 ? { pid: Number(pid), born } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, born }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = bornAt(pid);
  return born === undefined || now === '' || born === now;
}

/** When a process began, where the system tells (Linux): numbers of processes are used again. */
function bornAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
