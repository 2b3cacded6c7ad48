import { existsSync, linkSync, renameSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { AppendFile } from '@sluice/connectors';
import { type CutFile, cutTornEnd } from './cut-file.ts';

export interface BucketNames {
  /** Directory of the bucket, already resolved. */
  readonly directory: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly inUsePrefix: string;
  readonly inUseSuffix: string;
}

export interface RollLimits {
  /** 0 switches a limit off. */
  readonly count: number;
  readonly bytes: number;
  readonly intervalMs: number;
  readonly idleMs: number;
}

/** An open file as it is remembered across a crash. */
export interface OpenFile {
  readonly inUse: string;
  readonly final: string;
  readonly offset: number;
}

/**
 * One directory and prefix of an hdfs sink, with at most one open file. Names count up from the millisecond after
 * the bucket was made, as in Flume.
 */
export class BucketWriter {
  readonly #names: BucketNames;
  readonly #limits: RollLimits;
  readonly #now: () => number;
  #counter: number;
  #file: AppendFile | undefined;
  #final = '';
  #events = 0;
  #bodyBytes = 0;
  #openedMs = 0;
  #usedMs = 0;
  /** Files opened and closed since it was last asked. */
  opened = 0;
  closed = 0;

  constructor(names: BucketNames, limits: RollLimits, now: () => number) {
    this.#names = names;
    this.#limits = limits;
    this.#now = now;
    this.#counter = Math.floor(now());
  }

  /** When it was last written to. */
  get usedMs(): number {
    return this.#usedMs;
  }

  get isOpen(): boolean {
    return this.#file !== undefined;
  }

  /** The open file, or undefined. */
  get openFile(): OpenFile | undefined {
    return this.#file && { inUse: this.#file.path, final: this.#final, offset: this.#file.size };
  }

  /** Events that fit into the open file before it has to be rolled; at least 1 after `prepare`. */
  get room(): number {
    return this.#limits.count > 0 ? this.#limits.count - this.#events : Number.POSITIVE_INFINITY;
  }

  /** Body bytes after which no further event goes into the open file. */
  get byteRoom(): number {
    return this.#limits.bytes > 0 ? this.#limits.bytes - this.#bodyBytes : Number.POSITIVE_INFINITY;
  }

  /** Makes sure that a file is open which may take at least one more event; true when it is a new one. */
  prepare(): boolean {
    if (this.#file && (this.room <= 0 || this.byteRoom <= 0)) this.close();
    if (this.#file) return false;
    this.#open();
    return true;
  }

  append(bytes: Uint8Array, events: number, bodyBytes: number): void {
    this.#file?.write(bytes);
    this.#events += events;
    this.#bodyBytes += bodyBytes;
    this.#usedMs = this.#now();
  }

  /** Says whether the file has been open, or without an event, for too long. */
  isDue(nowMs: number): boolean {
    if (!this.#file) return false;
    const { intervalMs, idleMs } = this.#limits;
    return (
      (intervalMs > 0 && nowMs - this.#openedMs >= intervalMs) ||
      (idleMs > 0 && nowMs - this.#usedMs >= idleMs)
    );
  }

  /** Closes the file and gives it its final name. */
  close(): void {
    const file = this.#file;
    if (!file) return;
    this.#file = undefined;
    file.close();
    finish(file.path, this.#final);
    this.closed++;
  }

  #open(): void {
    const { directory, prefix, suffix, inUsePrefix, inUseSuffix } = this.#names;
    for (;;) {
      this.#counter++;
      const name = `${prefix}.${this.#counter}${suffix}`;
      const final = join(directory, name);
      if (existsSync(final)) continue;
      try {
        const inUse = join(directory, `${inUsePrefix}${name}${inUseSuffix}`);
        this.#file = AppendFile.create(inUse, { makeDirectories: true });
        this.#final = final;
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
    this.#events = 0;
    this.#bodyBytes = 0;
    this.#openedMs = this.#now();
    this.#usedMs = this.#openedMs;
    this.opened++;
  }
}

/** Renames a file unless the new name is taken; then both stay. */
function finish(inUse: string, final: string): void {
  if (inUse === final) return;
  try {
    // A link fails where a file of that name is, a rename would replace it.
    linkSync(inUse, final);
    unlinkSync(inUse);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EPERM' || code === 'ENOTSUP') renameSync(inUse, final);
    else if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  }
}

/** Cuts the torn end off a file left over by a crash and gives it its final name; undefined when there is none. */
export function recoverFile(left: OpenFile, hasLineEnds: boolean): CutFile | undefined {
  const { inUse, final, offset } = left;
  const cut = cutTornEnd({ path: inUse, offset }, hasLineEnds);
  if (!cut) return cutTornEnd({ path: final, offset }, hasLineEnds);
  finish(inUse, final);
  return cut;
}
