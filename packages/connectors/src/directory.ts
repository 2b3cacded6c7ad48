import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface DirectoryEntry {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  /** Time of the last change, ms since the epoch. */
  readonly changedMs: number;
}

export interface ListOptions {
  readonly isRecursive?: boolean;
  /** Says whether to look into a sub-directory. */
  enters?(name: string): boolean;
}

/** The plain files of a directory in no particular order; links are left out, and so are files that vanish meanwhile. */
export function listFiles(directory: string, options: ListOptions = {}): DirectoryEntry[] {
  const files: DirectoryEntry[] = [];
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      if (options.isRecursive === true && (options.enters?.(entry.name) ?? true)) {
        files.push(...listFiles(path, options));
      }
    } else if (entry.isFile()) {
      const status = lstatSync(path, { throwIfNoEntry: false });
      if (status) files.push({ path, name: entry.name, size: status.size, changedMs: status.mtimeMs });
    }
  }
  return files;
}
