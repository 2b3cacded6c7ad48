import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** A file that only grows; links are not followed. */
export class AppendFile {
  readonly path: string;
  readonly #handle: number;
  #size: number;

  constructor(path: string, handle: number) {
    this.path = path;
    this.#handle = handle;
    this.#size = fstatSync(handle).size;
  }

  /** Creates the file, with its directories when asked; fails when it exists. */
  static create(path: string, options: { readonly makeDirectories?: boolean } = {}): AppendFile {
    if (options.makeDirectories === true) mkdirSync(dirname(path), { recursive: true });
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    return new AppendFile(path, openSync(path, flags, 0o644));
  }

  /** Opens a file that exists; undefined when it does not. */
  static reopen(path: string): AppendFile | undefined {
    try {
      return new AppendFile(path, openSync(path, constants.O_RDWR | constants.O_NOFOLLOW));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Bytes in the file. */
  get size(): number {
    return this.#size;
  }

  /** Appends all of `bytes`; they survive a crash of the process once it returns. */
  write(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      at += writeSync(this.#handle, bytes, at, bytes.length - at, this.#size + at);
    }
    this.#size += bytes.length;
  }

  /** Cuts the file to `size` bytes. */
  truncate(size: number): void {
    ftruncateSync(this.#handle, size);
    this.#size = size;
  }

  /** Waits until the disk has the bytes. */
  sync(): void {
    fdatasyncSync(this.#handle);
  }

  /** Position just after the last `\n` at or before `end`; 0 when there is none. */
  lastLineEnd(end: number = this.#size): number {
    const block = new Uint8Array(64 * 1024);
    let to = end;
    while (to > 0) {
      const from = Math.max(0, to - block.length);
      const count = readSync(this.#handle, block, 0, to - from, from);
      const at = block.subarray(0, count).lastIndexOf(10);
      if (at >= 0) return from + at + 1;
      to = from;
    }
    return 0;
  }

  /** Counts `\n` between two positions. */
  countLines(from: number, to: number = this.#size): number {
    const block = new Uint8Array(64 * 1024);
    let lines = 0;
    let at = from;
    while (at < to) {
      const count = readSync(this.#handle, block, 0, Math.min(block.length, to - at), at);
      if (count === 0) break;
      for (let i = block.subarray(0, count).indexOf(10); i >= 0; ) {
        lines++;
        i = block.subarray(0, count).indexOf(10, i + 1);
      }
      at += count;
    }
    return lines;
  }

  close(): void {
    closeSync(this.#handle);
  }
}
