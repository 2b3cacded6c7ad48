import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { crc32 } from 'node:zlib';
import { RunError } from '../errors.ts';
import type { LogDisk, LogFile, LogFolder } from '../log/log-disk.ts';

const lockName = 'in_use.sluice';
/** Folders this process has open. */
const openFolders = new Set<string>();

/**
 * The real disk. Folders without a path lie below `own`. A folder is locked by a file with the process in it; one
 * that a dead process left is taken over.
 */
export function createLogDisk(own: string): LogDisk {
  return {
    open(place) {
      const path = 'path' in place ? resolve(place.path) : join(own, ...safeParts(place.own));
      makeDirectory(path);
      return openFolder(realpathSync(path));
    },
    crc32: (bytes, seed) => crc32(bytes, seed),
    salt: () => randomBytes(4).readUInt32LE(0),
  };
}

/** A name becomes a path of plain parts, whatever is in it. */
function safeParts(name: string): string[] {
  return name.split('/').map((part) => Buffer.from(part, 'utf8').toString('base64url'));
}

/** Makes what is missing of a path, and makes it last. */
function makeDirectory(path: string): void {
  const made = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (made === undefined) return;
  for (let at = path; at.startsWith(made) && at !== sep; at = dirname(at)) syncDirectory(dirname(at));
}

function openFolder(path: string): LogFolder {
  takeLock(path);
  openFolders.add(path);
  return {
    names: () => readdirSync(path),
    open(name) {
      const file = join(path, name);
      const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
      const handle = openSync(file, flags, 0o600);
      if (fstatSync(handle).size === 0) syncDirectory(path);
      return openFile(handle);
    },
    rename(from, to) {
      renameSync(join(path, from), join(path, to));
      syncDirectory(path);
    },
    remove(name) {
      rmSync(join(path, name), { force: true });
      syncDirectory(path);
    },
    free() {
      const { bavail, bsize } = statfsSync(path);
      return bavail * bsize;
    },
    close() {
      if (openFolders.delete(path)) rmSync(join(path, lockName), { force: true });
    },
  };
}

function openFile(handle: number): LogFile {
  return {
    size: () => fstatSync(handle).size,
    read(into, at) {
      let done = 0;
      while (done < into.length) {
        const got = readSync(handle, into, done, into.length - done, at + done);
        if (got === 0) break;
        done += got;
      }
      return done;
    },
    write(bytes, at) {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(handle, bytes, done, bytes.length - done, at + done);
      }
    },
    truncate: (size) => ftruncateSync(handle, size),
    sync: () =>
      new Promise((done, failed) => {
        fdatasync(handle, (error) => (error ? failed(error) : done()));
      }),
    syncNow: () => fdatasyncSync(handle),
    close: () => closeSync(handle),
  };
}

function syncDirectory(path: string): void {
  const handle = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function takeLock(path: string): void {
  if (openFolders.has(path)) throw locked(path, process.pid);
  const file = join(path, lockName);
  const [pid, born] = readLock(file);
  if (pid > 0 && pid !== process.pid && isAlive(pid, born)) throw locked(path, pid);
  rmSync(file, { force: true });
  try {
    writeFileSync(file, `${process.pid} ${bornAt(process.pid)}`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw locked(path, readLock(file)[0]);
    throw error;
  }
}

function readLock(file: string): readonly [number, string] {
  try {
    const [pid, born] = readFileSync(file, 'utf8').split(' ');
    return [Number(pid), born ?? ''];
  } catch {
    return [0, ''];
  }
}

function isAlive(pid: number, born: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = bornAt(pid);
  return born === '' || now === '' || born === now;
}

/** When a process began, where the system tells: numbers of processes are used again. */
function bornAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function locked(path: string, pid: number): RunError {
  const who = pid === process.pid ? 'Another channel of this process' : `Process ${pid}`;
  return new RunError('RUN_CHANNEL_LOCKED', `Cannot lock ${path}. ${who} has it open.`);
}
