import { mkdirSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type DirectoryEntry, listFiles } from '@sluice/connectors';

/** A file that changed, or a name that came back: Flume gives up, because it cannot know what it has read. */
export class SpoolDirectoryError extends Error {
  readonly code = 'RUN_SPOOL_CHANGED';
}

export interface SpoolDirectoryOptions {
  readonly directory: string;
  readonly include: RegExp;
  readonly ignore: RegExp;
  readonly suffix: string;
  readonly isRecursive: boolean;
  readonly order: 'oldest' | 'youngest' | 'random';
  random(): number;
  /** Says whether a file has been read already (tracking without renaming). */
  isDone(path: string): boolean;
}

/** Which files of a spooling directory are to be read, and in which order. */
export class SpoolDirectory {
  readonly #options: SpoolDirectoryOptions;

  constructor(options: SpoolDirectoryOptions) {
    this.#options = options;
  }

  /** The file to read next, or undefined when none is waiting. */
  next(): DirectoryEntry | undefined {
    const { directory, isRecursive, order, random } = this.#options;
    const files = listFiles(directory, { isRecursive, enters: (name) => !name.startsWith('.') });
    const waiting = files.filter((file) => this.#isWanted(file));
    if (order === 'random') return waiting[Math.floor(random() * waiting.length)];
    const sign = order === 'oldest' ? 1 : -1;
    waiting.sort((a, b) => sign * (a.changedMs - b.changedMs) || (a.path < b.path ? -1 : 1));
    return waiting[0];
  }

  #isWanted({ name, path }: DirectoryEntry): boolean {
    const { include, ignore, suffix, isDone } = this.#options;
    if (name.startsWith('.') || (suffix !== '' && name.endsWith(suffix))) return false;
    return include.test(name) && !ignore.test(name) && !isDone(path);
  }
}

/** Throws when a file is not what it was when reading began. */
export function checkUnchanged(
  path: string,
  before: { readonly size: number; readonly changedMs: number },
): void {
  const now = statSync(path);
  if (now.mtimeMs !== before.changedMs) {
    throw new SpoolDirectoryError(`File has been modified since being read: ${path}`);
  }
  if (now.size !== before.size) {
    throw new SpoolDirectoryError(`File has changed size since being read: ${path}`);
  }
}

/** Gives a file that has been read its completed name. */
export function complete(path: string, suffix: string): void {
  const target = join(dirname(path), basename(path) + suffix);
  if (suffix !== '' && statSync(target, { throwIfNoEntry: false })) {
    throw new SpoolDirectoryError(
      `File name has been re-used with different files. Spooling assumptions violated for ${target}`,
    );
  }
  renameSync(path, target);
}

/** Deletes a file that has been read. */
export function remove(path: string): void {
  unlinkSync(path);
}

/** Makes the tracker directory and gives its path. */
export function makeTracker(path: string): string {
  mkdirSync(path, { recursive: true });
  return path;
}
