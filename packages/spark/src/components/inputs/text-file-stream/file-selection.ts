import type { JsonObject } from '@sluice/ir';

/** A file as the directory listing shows it. */
export interface ListedFile {
  readonly path: string;
  readonly name: string;
  readonly changedMs: number;
}

/** What a selection remembers, as plain JSON. */
export interface SavedSelection {
  /** Files that changed at or before this time are never read; 0 reads old ones too. */
  readonly ignoredUpToMs: number;
  /** Files recent batches chose, with the time of their batch. */
  readonly selectedAt?: { readonly [path: string]: number };
}

/** Chooses the files of each batch by Spark's modification-time rule. */
export interface FileSelection {
  select(timeMs: number, listed: readonly ListedFile[]): readonly ListedFile[];
  /** An earlier life chose these for the batch. */
  remember(timeMs: number, paths: readonly string[]): void;
  saved(): SavedSelection & JsonObject;
}

/** `spark.streaming.fileStream.minRememberDuration`. */
const minRememberMs = 60_000;

/**
 * At batch time T a file is chosen when its name does not start with a dot, its modification time lies in
 * (max(ignored, T - remember), T], and no recent batch chose it. `remember` is 60 s rounded up to whole batches.
 */
export function createFileSelection({ ignoredUpToMs, selectedAt: before }: SavedSelection): FileSelection {
  const selectedAt = new Map<string, number>(Object.entries(before ?? {}));
  let previousMs: number | undefined;
  let intervalMs = minRememberMs;

  function select(timeMs: number, listed: readonly ListedFile[]): readonly ListedFile[] {
    if (previousMs !== undefined) intervalMs = timeMs - previousMs;
    previousMs = timeMs;
    const rememberMs = Math.ceil(minRememberMs / intervalMs) * intervalMs;
    const threshold = Math.max(ignoredUpToMs, timeMs - rememberMs);
    for (const [path, atMs] of selectedAt) if (atMs <= timeMs - rememberMs) selectedAt.delete(path);
    const chosen = listed.filter((file) => {
      const changedMs = Math.floor(file.changedMs);
      if (file.name.startsWith('.') || changedMs <= threshold || changedMs > timeMs) return false;
      return !selectedAt.has(file.path);
    });
    for (const file of chosen) selectedAt.set(file.path, timeMs);
    return chosen;
  }

  return {
    select,
    remember: (timeMs, paths) => {
      for (const path of paths) selectedAt.set(path, timeMs);
      if (previousMs !== undefined && timeMs > previousMs) intervalMs = timeMs - previousMs;
      previousMs = timeMs;
    },
    saved: () => ({ ignoredUpToMs, selectedAt: Object.fromEntries(selectedAt) }),
  };
}
