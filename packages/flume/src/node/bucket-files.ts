import { join } from 'node:path';
import type { TaskContext } from '@sluice/runtime';
import {
  type BucketNames,
  BucketWriter,
  type OpenFile,
  type RollLimits,
  recoverFile,
} from './bucket-writer.ts';

/** Room for the list of open files in the state of a task: thousands of them. */
const stateBytes = 1_000_000;

/** The open buckets of an hdfs sink: found by path, closed when too many or due, remembered across a crash. */
export class BucketFiles {
  readonly #buckets = new Map<string, BucketWriter>();
  readonly #limits: RollLimits;
  readonly #maxOpen: number;
  readonly #hasLineEnds: boolean;
  readonly #context: TaskContext;
  #events = 0;

  constructor(options: {
    readonly limits: RollLimits;
    readonly maxOpen: number;
    readonly hasLineEnds: boolean;
    readonly context: TaskContext;
  }) {
    this.#limits = options.limits;
    this.#maxOpen = options.maxOpen;
    this.#hasLineEnds = options.hasLineEnds;
    this.#context = options.context;
    this.#recover();
  }

  /** The bucket of a path and prefix; `names` is asked only for a new one. */
  bucket(path: string, names: () => BucketNames): BucketWriter {
    const present = this.#buckets.get(path);
    if (present) {
      // A map keeps the order of insertion: the bucket used longest ago is the first.
      this.#buckets.delete(path);
      this.#buckets.set(path, present);
      return present;
    }
    const made = new BucketWriter(names(), this.#limits, () => this.#context.now());
    this.#buckets.set(path, made);
    return made;
  }

  /** Closes files that have been open or idle for too long; their buckets begin anew with the next event. */
  closeDue(): void {
    const now = this.#context.now();
    let hasClosed = false;
    for (const [path, writer] of this.#buckets) {
      if (!writer.isDue(now)) continue;
      this.#retire(path, writer);
      hasClosed = true;
    }
    if (hasClosed) this.note();
  }

  /** Closes the files beyond the most that may be open, those used longest ago first. */
  #trim(): void {
    for (const [path, writer] of this.#buckets) {
      if (this.#buckets.size <= this.#maxOpen) return;
      this.#retire(path, writer);
    }
  }

  /** Events in all files of all starts. */
  get events(): number {
    return this.#events;
  }

  /** Says that events have been written to a bucket. */
  wrote(events: number): void {
    this.#events += events;
  }

  /** Ends a batch. */
  commit(): void {
    this.#trim();
    this.note();
  }

  /** Notes the open files and how much of them is accounted for, so that a crash leaves nothing unknown. */
  note(): void {
    const files: string[][] = [];
    let size = 0;
    for (const writer of [...this.#buckets.values()].reverse()) {
      this.#count(writer);
      const open = writer.openFile;
      if (!open) continue;
      const entry = [open.inUse, open.final, String(open.offset)];
      size += JSON.stringify(entry).length;
      if (size > stateBytes) break;
      files.push(entry);
    }
    this.#context.durable.save({ events: this.#events, files });
  }

  closeAll(): void {
    for (const [path, writer] of this.#buckets) this.#retire(path, writer);
    this.note();
  }

  #retire(path: string, writer: BucketWriter): void {
    this.#buckets.delete(path);
    writer.close();
    this.#count(writer);
  }

  #count(writer: BucketWriter): void {
    if (writer.opened > 0) this.#context.count('ConnectionCreatedCount', writer.opened);
    if (writer.closed > 0) this.#context.count('ConnectionClosedCount', writer.closed);
    writer.opened = 0;
    writer.closed = 0;
  }

  #recover(): void {
    const noted = this.#context.durable.load() as
      | { readonly events?: number; readonly files?: readonly string[][] }
      | undefined;
    if (!noted) return;
    this.#events = noted.events ?? 0;
    for (const [inUse, final, offset] of noted.files ?? []) {
      const left: OpenFile = {
        inUse: this.#context.files.resolve(inUse as string, 'write'),
        final: this.#context.files.resolve(final as string, 'write'),
        offset: Number(offset),
      };
      const cut = recoverFile(left, this.#hasLineEnds);
      if (!cut) continue;
      this.#events += cut.lines;
      if (cut.cutBytes > 0) {
        this.#context.log(
          'warning',
          `Cut ${cut.cutBytes} bytes of an event that was not written to its end: ${left.final}`,
        );
      }
    }
    this.#context.durable.save({ events: this.#events, files: [] });
  }
}

/** Joins the parts of a bucket's path for looking it up. */
export function bucketKey(directory: string, prefix: string): string {
  return join(directory, prefix);
}
