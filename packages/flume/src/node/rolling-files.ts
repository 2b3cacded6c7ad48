import { join } from 'node:path';
import { AppendFile } from '@sluice/connectors';
import type { TaskContext } from '@sluice/runtime';
import { cutTornEnd } from './cut-file.ts';

/** How file_roll names its files. */
export interface FileNames {
  /** Name of file `index`, counted from 1, begun at `nowMs`. */
  name(index: number, nowMs: number): string;
}

export interface RollingFilesOptions {
  readonly directory: string;
  readonly names: (startMs: number) => FileNames;
  readonly rollIntervalMs: number;
  readonly hasLineEnds: boolean;
  readonly context: TaskContext;
}

/** What is noted after each batch. */
interface Noted {
  readonly startMs: number;
  readonly index: number;
  readonly file: string;
  readonly offset: number;
  /** Events in all files up to here. */
  readonly events: number;
}

/** The files of a file_roll sink. They survive a kill: see `cutTornEnd`. */
export class RollingFiles {
  readonly #options: RollingFilesOptions;
  readonly #names: FileNames;
  readonly #startMs: number;
  #index = 0;
  #file: AppendFile | undefined;
  #rollAtMs: number;
  #events = 0;

  constructor(options: RollingFilesOptions) {
    this.#options = options;
    this.#startMs = Math.floor(options.context.now());
    this.#names = options.names(this.#startMs);
    this.#rollAtMs = this.#startMs + options.rollIntervalMs;
    this.#recover();
  }

  /** Events in all files of all starts. */
  get events(): number {
    return this.#events;
  }

  /** Begins a new file when one is due or none is open. */
  turn(): void {
    const { context, rollIntervalMs } = this.#options;
    const now = Math.floor(context.now());
    if (rollIntervalMs > 0 && now >= this.#rollAtMs) {
      this.#closeFile();
      this.#rollAtMs += Math.ceil((now - this.#rollAtMs + 1) / rollIntervalMs) * rollIntervalMs;
    }
    while (!this.#file) {
      this.#index++;
      try {
        const path = join(this.#options.directory, this.#names.name(this.#index, now));
        this.#file = AppendFile.create(path);
      } catch (error) {
        // Another sink with the same directory began in the same millisecond.
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        continue;
      }
      this.#note(this.#file.path, 0);
      context.count('ConnectionCreatedCount', 1);
    }
  }

  write(bytes: Uint8Array, events: number): void {
    this.turn();
    const file = this.#file as AppendFile;
    const before = file.size;
    try {
      file.write(bytes);
    } catch (error) {
      file.truncate(before);
      throw error;
    }
    this.#events += events;
    this.#note(file.path, file.size);
  }

  close(): void {
    this.#closeFile();
  }

  #note(file: string, offset: number): void {
    const noted: Noted = { startMs: this.#startMs, index: this.#index, file, offset, events: this.#events };
    this.#options.context.durable.save({ ...noted });
  }

  #closeFile(): void {
    if (!this.#file) return;
    this.#file.close();
    this.#file = undefined;
    this.#options.context.count('ConnectionClosedCount', 1);
  }

  #recover(): void {
    const { context, hasLineEnds } = this.#options;
    const noted = context.durable.load() as unknown as Noted | undefined;
    if (!noted) return;
    this.#events = noted.events;
    const path = context.files.resolve(noted.file, 'write');
    const cut = cutTornEnd({ path, offset: noted.offset }, hasLineEnds);
    if (!cut) return;
    this.#events += cut.lines;
    if (cut.cutBytes > 0) {
      context.log(
        'warning',
        `Cut ${cut.cutBytes} bytes of an event that was not written to its end: ${path}`,
      );
    }
    context.durable.save({ ...noted, offset: cut.size, events: this.#events });
  }
}
