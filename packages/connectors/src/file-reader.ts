import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Reads a file from a byte position on, synchronously and in pieces. Links are not followed. */
export class FileReader {
  readonly path: string;
  /** Where the next `read` begins. */
  position: number;
  readonly #handle: number;

  constructor(path: string, position = 0) {
    this.path = path;
    this.position = position;
    this.#handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  }

  /** Fills `target` from the position on and says how many bytes there were; 0 at the end. */
  read(target: Uint8Array): number {
    const count = readSync(this.#handle, target, 0, target.length, this.position);
    this.position += count;
    return count;
  }

  /** Size and time of change of the open file, whatever its name is by now. */
  status(): { readonly size: number; readonly changedMs: number } {
    const { size, mtimeMs } = fstatSync(this.#handle);
    return { size, changedMs: mtimeMs };
  }

  close(): void {
    closeSync(this.#handle);
  }
}
