import { join } from 'node:path';
import { AppendFile } from '@sluice/connectors';
import type { TaskContext } from '@sluice/runtime';

/** How file_roll names its files. */
export interface FileNames {
  /** Name of file `index`, counted from 1, begun at `nowMs`. */
  name(index: number, nowMs: number): string;
}

export interface RollingFilesOptions {
  readonly directory: string;
  readonly names: (startMs: number) => FileNames;
  readonly rollIntervalMs: number;
  readonly context: TaskContext;
}

/** What is known after a crash: the file written last and how much of it is in committed batches. */
interface Saved {
  readonly startMs: number;
  readonly index: number;
  readonly file: string;
  readonly offset: number;
}

/**
 * The files of a file_roll sink. After a crash the last file is cut to what committed batches wrote, so that what
 * the files hold and what the channel gave away agree.
 */
export class RollingFiles {
  readonly #options: RollingFilesOptions;
  readonly #names: FileNames;
  readonly #startMs: number;
  #index = 0;
  #file: AppendFile | undefined;
  #rollAtMs: number;

  constructor(options: RollingFilesOptions) {
    this.#options = options;
    this.#startMs = options.context.now();
    this.#names = options.names(this.#startMs);
    this.#rollAtMs = this.#startMs + options.rollIntervalMs;
    this.#recover();
  }

  /** Begins a new file when one is due or none is open. */
  turn(): void {
    const { context, rollIntervalMs } = this.#options;
    const now = context.now();
    if (rollIntervalMs > 0 && now >= this.#rollAtMs) {
      this.#closeFile();
      this.#rollAtMs += Math.ceil((now - this.#rollAtMs + 1) / rollIntervalMs) * rollIntervalMs;
    }
    if (this.#file) return;
    for (;;) {
      this.#index++;
      try {
        const path = join(this.#options.directory, this.#names.name(this.#index, now));
        this.#file = AppendFile.create(path);
        break;
      } catch (error) {
        // Another sink with the same directory began in the same millisecond.
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
    context.count('ConnectionCreatedCount', 1);
  }

  /** Appends a batch and notes that it is in the file. */
  write(bytes: Uint8Array): void {
    this.turn();
    const file = this.#file as AppendFile;
    const before = file.size;
    try {
      file.write(bytes);
    } catch (error) {
      file.truncate(before);
      throw error;
    }
    this.#save(file);
  }

  close(): void {
    this.#closeFile();
  }

  #save(file: AppendFile): void {
    const saved: Saved = {
      startMs: this.#startMs,
      index: this.#index,
      file: file.path,
      offset: file.size,
    };
    this.#options.context.durable.save({ ...saved });
  }

  #closeFile(): void {
    if (!this.#file) return;
    this.#file.close();
    this.#file = undefined;
    this.#options.context.count('ConnectionClosedCount', 1);
  }

  #recover(): void {
    const { context, directory, names } = this.#options;
    const saved = context.durable.load() as unknown as Saved | undefined;
    if (!saved) return;
    this.#cut(context.files.resolve(saved.file, 'write'), saved.offset);
    // A file begun for a batch that was never committed.
    this.#cut(join(directory, names(saved.startMs).name(saved.index + 1, saved.startMs)), 0);
  }

  #cut(path: string, offset: number): void {
    const file = AppendFile.reopen(path);
    if (!file) return;
    try {
      if (file.size <= offset) return;
      this.#options.context.log('warning', `Cut ${file.size - offset} uncommitted bytes off ${path}.`);
      file.truncate(offset);
    } finally {
      file.close();
    }
  }
}
