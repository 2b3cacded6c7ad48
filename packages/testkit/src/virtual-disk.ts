import { crc32 } from 'node:zlib';
import type { LogDisk, LogFile, LogFolder } from '@sluice/runtime';

/** What a sector is: a crash keeps or loses each of them whole. */
const sectorBytes = 512;

interface Stored {
  bytes: Uint8Array;
  size: number;
  /** What a loss of power leaves for sure, and what of it has been written since. */
  synced: Uint8Array;
  syncedSize: number;
  dirty: Set<number>;
}

/** Faults of a virtual disk, live until changed. */
interface DiskFaults {
  /** Bytes that may still be written. */
  free?: number;
  /** Writes fail with this code. */
  write?: string;
  /** Syncs fail with this code. */
  sync?: string;
}

/**
 * Files in memory that forget what was not synced, tear writes and flip bits when a test says so. A life is what a
 * process sees of it: `begin` ends the one before, which writes nothing any more.
 */
export class VirtualDisk {
  readonly #folders = new Map<string, Map<string, Stored>>();
  readonly #random: () => number;
  readonly faults: DiskFaults = {};
  #life = 0;
  syncs = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** The process dies: what it wrote stays, but for the end of the last write. */
  kill(): void {
    this.#life++;
  }

  /** The power goes: each sector that was not synced stays or goes. */
  losePower(): void {
    this.#life++;
    for (const files of this.#folders.values()) for (const file of files.values()) this.#lose(file);
  }

  #lose(file: Stored): void {
    if (file.dirty.size === 0 && file.size === file.syncedSize) return;
    const isLonger = this.#random() < 0.7;
    const kept = new Uint8Array(file.bytes.length);
    kept.set(file.synced.subarray(0, Math.min(file.syncedSize, kept.length)));
    for (const sector of file.dirty) {
      const from = sector * sectorBytes;
      if (isLonger && this.#random() < 0.6) kept.set(file.bytes.subarray(from, from + sectorBytes), from);
    }
    file.bytes = kept;
    file.size = isLonger ? file.size : Math.min(file.size, file.syncedSize);
    file.synced = kept.slice();
    file.syncedSize = file.size;
    file.dirty = new Set();
  }

  /** Cuts the end off a file, as a write that was torn. */
  tear(folder: string, name: string, bytes: number): void {
    const file = this.#file(folder, name);
    file.size = Math.max(0, file.size - bytes);
  }

  flip(folder: string, name: string, at: number): void {
    const file = this.#file(folder, name);
    file.bytes[at] = (file.bytes[at] as number) ^ 0x10;
    if (at < file.synced.length) file.synced[at] = file.bytes[at] as number;
  }

  /** Files by folder, with their sizes. */
  list(): readonly { readonly folder: string; readonly name: string; readonly size: number }[] {
    return [...this.#folders].flatMap(([folder, files]) =>
      [...files].map(([name, { size }]) => ({ folder, name, size })),
    );
  }

  #file(folder: string, name: string): Stored {
    const file = this.#folders.get(folder)?.get(name);
    if (!file) throw new Error(`There is no ${folder}/${name}`);
    return file;
  }

  /** The disk as the process that begins now sees it. */
  begin(): LogDisk {
    const life = ++this.#life;
    const locks = new Set<string>();
    return {
      open: (place) => {
        const key = 'path' in place ? place.path : `own:${place.own}`;
        if (locks.has(key))
          throw Object.assign(new Error(`Cannot lock ${key}`), { code: 'RUN_CHANNEL_LOCKED' });
        locks.add(key);
        return this.#open(key, life, () => locks.delete(key));
      },
      crc32: (bytes, seed) => crc32(bytes, seed),
      salt: () => Math.floor(this.#random() * 0x1_0000_0000),
    };
  }

  #open(key: string, life: number, unlock: () => void): LogFolder {
    const files = this.#folders.get(key) ?? new Map<string, Stored>();
    this.#folders.set(key, files);
    return {
      names: () => [...files.keys()],
      open: (name) => {
        let file = files.get(name);
        if (!file) {
          if (life !== this.#life) throw failure('EIO');
          file = {
            bytes: new Uint8Array(4096),
            size: 0,
            synced: new Uint8Array(0),
            syncedSize: 0,
            dirty: new Set(),
          };
          files.set(name, file);
        }
        return this.#handle(file, life);
      },
      rename: (from, to) => {
        if (life !== this.#life) return;
        files.set(to, files.get(from) as Stored);
        files.delete(from);
      },
      remove: (name) => {
        if (life === this.#life) files.delete(name);
      },
      free: () => this.faults.free ?? Number.MAX_SAFE_INTEGER,
      close: unlock,
    };
  }

  #handle(file: Stored, life: number): LogFile {
    return {
      size: () => file.size,
      read: (into, at) => {
        const end = Math.min(file.size, at + into.length);
        if (end <= at) return 0;
        into.set(file.bytes.subarray(at, end));
        return end - at;
      },
      write: (bytes, at) => {
        if (life !== this.#life) return;
        const { write, free } = this.faults;
        if (write) throw failure(write);
        let length = bytes.length;
        const growth = Math.max(0, at + length - file.size);
        if (free !== undefined && growth > free) length = Math.max(0, length - (growth - free));
        this.#store(file, bytes.subarray(0, length), at);
        if (free !== undefined) this.faults.free = Math.max(0, free - growth);
        if (length < bytes.length) throw failure('ENOSPC');
      },
      truncate: (size) => {
        if (life !== this.#life) return;
        file.bytes.fill(0, size);
        file.size = size;
      },
      sync: async () => {
        await Promise.resolve();
        if (life !== this.#life) return new Promise(() => undefined);
        this.#sync(file);
        return undefined;
      },
      syncNow: () => {
        if (life === this.#life) this.#sync(file);
      },
      close: () => undefined,
    };
  }

  #sync(file: Stored): void {
    this.syncs++;
    if (this.faults.sync) throw failure(this.faults.sync);
    if (file.synced.length < file.size) {
      const grown = new Uint8Array(file.bytes.length);
      grown.set(file.synced.subarray(0, file.syncedSize));
      file.synced = grown;
    }
    for (const sector of file.dirty) {
      const from = sector * sectorBytes;
      if (from < file.size)
        file.synced.set(file.bytes.subarray(from, Math.min(file.size, from + sectorBytes)), from);
    }
    file.syncedSize = file.size;
    file.dirty = new Set();
  }

  #store(file: Stored, bytes: Uint8Array, at: number): void {
    const end = at + bytes.length;
    if (end > file.bytes.length) {
      const grown = new Uint8Array(Math.max(end, 2 * file.bytes.length));
      grown.set(file.bytes);
      file.bytes = grown;
    }
    file.bytes.set(bytes, at);
    file.size = Math.max(file.size, end);
    for (let sector = Math.floor(at / sectorBytes); sector * sectorBytes < end; sector++)
      file.dirty.add(sector);
  }
}

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: the virtual disk says so`), { code });
}
