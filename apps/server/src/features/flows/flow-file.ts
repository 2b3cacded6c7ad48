import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

const suffix = '.flow.json';

/** The flow id of a file name, or undefined when the file is no flow. */
export function flowIdOf(fileName: string): string | undefined {
  if (!fileName.endsWith(suffix)) return undefined;
  const id = fileName.slice(0, -suffix.length);
  return isFlowId(id) ? id : undefined;
}

/** Whether a text may be a flow id: it becomes a file name, so nothing but letters, digits, `_`, `-` and inner dots. */
export function isFlowId(id: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*$/.test(id) && id.length <= 80;
}

/** The file of a flow. */
export function flowPath(folder: string, id: string): string {
  return join(folder, `${id}${suffix}`);
}

/** Changes whenever a file is written: what the store compares before it overwrites one. */
export function stampOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? undefined : `${stat.mtimeMs}:${stat.size}:${stat.ino}`;
}

/** A short name of a text: equal texts, equal names. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Replaces a file in one step: after a crash there is the old content or the new one, never half of it. */
export function writeAtomically(path: string, text: string, mode = 0o644): void {
  const temporary = join(dirname(path), `.${process.pid}-${Date.now()}.tmp`);
  const file = openSync(temporary, 'w', mode);
  try {
    try {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    unlinkQuietly(temporary);
    throw error;
  }
  syncFolder(dirname(path));
}

function unlinkQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Already renamed or never made.
  }
}

function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
