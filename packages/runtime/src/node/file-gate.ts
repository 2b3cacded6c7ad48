import { lstatSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RunError } from '../errors.ts';
import type { FileGate } from '../implementation.ts';

export interface FileGateOptions {
  /** Directories files may be in; relative paths are relative to the first. */
  readonly roots: readonly string[];
  /** Places inside them that stay closed: our own state, for one. */
  readonly deny?: readonly string[];
}

/** Never opened, whatever the roots are. */
const alwaysDenied = ['/proc', '/sys', '/dev', resolve(homedir(), '.ssh')];
const longestPath = 4096;

/**
 * Allows only paths whose real place is inside a root. Links are resolved in every directory of the path and in the
 * file itself; the caller opens with `O_NOFOLLOW`, so that a link put there afterwards is not followed either.
 * Roots that do not exist (yet) allow nothing.
 */
export function createFileGate(options: FileGateOptions): FileGate {
  const denied = [...alwaysDenied, ...(options.deny ?? [])].map((path) => realPlace(resolve(path)));
  return {
    resolve(path) {
      const wanted = plainPath(path);
      const base = options.roots[0];
      if (!isAbsolute(wanted) && base === undefined) throw refused(path, 'no directory is open to flows');
      const place = realPlace(resolve(base ?? '/', wanted));
      if (denied.some((closed) => isWithin(closed, place)))
        throw refused(path, 'this place is closed to flows');
      const isAllowed = options.roots.some((root) => isWithin(realPlace(resolve(root)), place));
      if (!isAllowed) throw refused(path, 'it lies outside the directories that are open to flows');
      return place;
    },
  };
}

function plainPath(path: unknown): string {
  if (typeof path !== 'string' || path.trim() === '') throw refused(String(path), 'it is empty');
  if (path.length > longestPath) throw refused(`${path.slice(0, 40)}…`, 'it is too long');
  let plain = path;
  if (/^file:/i.test(path)) {
    try {
      plain = fileURLToPath(path);
    } catch (error) {
      throw refused(path, 'it is no usable file URL', error);
    }
  } else if (/^[a-z][a-z0-9+.-]+:/i.test(path)) {
    throw refused(path, 'only plain paths and file:// are supported');
  }
  // Control characters: the line breaks and escapes that make a log or a listing lie; NUL ends a path in C.
  if (/[\u0000-\u001f\u007f]/.test(plain)) throw refused(path, 'it has control characters');
  if (plain.includes('\\')) throw refused(path, 'it has a backslash');
  if (/^[a-z]:/i.test(plain)) throw refused(path, 'it has a drive letter');
  if (plain.startsWith('~')) throw refused(path, '~ is not expanded');
  // A part of dots that climbs is refused even where it would stay inside: it only ever hides where a path leads.
  if (plain.split('/').includes('..')) throw refused(path, 'it climbs with ..');
  return plain;
}

/** Where a path really leads: links resolved as far as it exists, the rest as written. */
function realPlace(path: string): string {
  const rest: string[] = [];
  let existing = path;
  for (;;) {
    try {
      return resolve(realpathSync.native(existing), ...rest);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ELOOP') throw refused(path, 'its links go round in circles', error);
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw refused(path, 'it cannot be looked at', error);
      if (code === 'ENOENT' && isDanglingLink(existing))
        throw refused(path, 'it is a link that leads nowhere', error);
      const parent = dirname(existing);
      if (parent === existing) return path;
      rest.unshift(basename(existing));
      existing = parent;
    }
  }
}

function isDanglingLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

function refused(path: string, reason: string, cause?: unknown): RunError {
  return new RunError('RUN_PATH_REFUSED', `The path ${JSON.stringify(path)} is refused: ${reason}.`, {
    cause,
  });
}
