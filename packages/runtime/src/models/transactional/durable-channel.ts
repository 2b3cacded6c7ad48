import type { BufferOperator } from '@sluice/ir';
import type { Batch } from '../../batch.ts';
import { liveRows } from '../../batch.ts';
import { compact, concatBatches, sliceBatch } from '../../batch-cut.ts';
import { messageOf, RunError } from '../../errors.ts';
import { decodeBatch, encodeBatch } from '../../log/batch-codec.ts';
import { saveCheckpoint } from '../../log/checkpoint.ts';
import { type FrameEntry, FrameIndex } from '../../log/frame-index.ts';
import type { LogFolder } from '../../log/log-disk.ts';
import { recoverLog } from '../../log/recover.ts';
import { SegmentLog } from '../../log/segment-log.ts';
import type { RunHost } from '../../run-contract.ts';
import type { Channel, Refusal, Take } from './channel.ts';
import { ChannelLedger } from './channel-ledger.ts';

/** Bytes of records that are kept in memory as well, so that they need not be read back. */
const usualMemoryBytes = 32 * 1024 * 1024;
/** What a batch takes besides its records. */
const batchBytes = 1024;
const mostSegmentBytes = 64 * 1024 * 1024;
const leastSegmentBytes = 64 * 1024;
/** A slab is copied when less than one in this many of its rows is alive. */
const sparseFactor = 8;

/** What a durable channel tells of itself. */
export interface DurableEvents {
  /** It takes nothing, or takes again. */
  state(error: RunError | undefined): void;
  /** Records that cannot be read any more. */
  damaged(records: number, message: string): void;
  log(level: 'info' | 'warning', message: string): void;
}

interface Range {
  readonly entry: FrameEntry;
  readonly batch: Batch;
}

/**
 * Flume's file channel: what a put was told is on the disk, and comes out again after a crash until a take of it is committed.
 * Puts that arrive while a sync is under way share the next one. Takes are written a turn of the event loop after their
 * commit; those a crash forgets come again.
 *
 * Invariants: `size` = records synced and not taken; `size + taken + those being synced <= capacity`; records leave in the
 * order they came; memory holds at most `memoryBytes` of batches, and of what lies on the disk alone 48 bytes for each 64 KiB or segment.
 */
export class DurableChannel implements Channel {
  readonly id: string;
  readonly component: string;
  readonly capacity: number;
  readonly transactionCapacity: number;
  readonly keepAliveMs: number;
  readonly ledger = new ChannelLedger();
  readonly #host: RunHost;
  readonly #operator: BufferOperator;
  #events: DurableEvents | undefined;
  #log: SegmentLog | undefined;
  #folders: LogFolder[] = [];
  #checkpoints: LogFolder | undefined;
  #index = new FrameIndex();
  /** Batches of waiting frames by the sequence of their first record. */
  readonly #batches = new Map<number, { readonly batch: Batch; readonly bytes: number }>();
  readonly #memoryBytes: number;
  #memory = 0;
  readonly #open = new Set<readonly Range[]>();
  #size = 0;
  #taken = 0;
  #putting = 0;
  #cancelCheckpoint: (() => void) | undefined;
  #checkpointed = -1;
  #commits = 0;
  #isClosed = false;
  readonly #roomWatchers = new Set<() => void>();
  readonly #eventWatchers = new Set<() => void>();

  constructor(operator: BufferOperator, host: RunHost, memoryBytes = usualMemoryBytes) {
    this.id = operator.id;
    this.component = operator.origin.component ?? operator.id;
    this.capacity = operator.capacity;
    this.transactionCapacity = operator.transactionCapacity;
    this.keepAliveMs = operator.keepAliveMs;
    this.#operator = operator;
    this.#host = host;
    this.#memoryBytes = memoryBytes;
  }

  get size(): number {
    return this.#size;
  }

  get taken(): number {
    return this.#taken;
  }

  /** Records that are in the log, waiting or taken by an open transaction. */
  get held(): number {
    return this.#size + this.#taken;
  }

  get room(): number {
    if (!this.#log || this.#log.error) return 0;
    return Math.max(0, this.capacity - this.#size - this.#taken - this.#putting);
  }

  /** Opens its folders and reads what an earlier life left. Throws when somebody else has them, or they cannot be written. */
  open(events: DurableEvents): void {
    this.#events = events;
    const { logs } = this.#host;
    if (!logs) throw new RunError('RUN_CHANNEL_DISK', 'This run has no disk for durable channels');
    const durable = this.#operator.durable;
    const opened = new Map<string, LogFolder>();
    const openOnce = (path: string, own: string): LogFolder => {
      const place = path === '' ? { own } : { path: this.#host.files.resolve(path, 'write') };
      const key = 'own' in place ? `own ${own}` : place.path;
      const folder = opened.get(key) ?? logs.open(place);
      opened.set(key, folder);
      return folder;
    };
    try {
      const checkpoints = openOnce(durable?.checkpointDirectory ?? '', `${this.id}/checkpoint`);
      const paths = durable?.dataDirectories ?? [];
      const folders = (paths.length === 0 ? [''] : paths).map((path) => openOnce(path, `${this.id}/data`));
      const found = recoverLog({ disk: logs, folders: [...new Set(folders)], checkpoints });
      this.#folders = [...opened.values()];
      this.#checkpoints = checkpoints;
      this.#index = found.waiting;
      this.#size = found.records;
      this.#tell(found);
      const wanted = durable?.maxFileBytes ?? mostSegmentBytes;
      this.#log = new SegmentLog(
        {
          disk: logs,
          clock: this.#host,
          folders: [...new Set(folders)],
          segmentBytes: Math.max(leastSegmentBytes, Math.min(wanted, mostSegmentBytes)),
          minimumFree: durable?.minimumFreeBytes ?? 0,
          onState: (error) => {
            events.state(error);
            if (!error) this.#tellRoom();
          },
        },
        found.start,
      );
    } catch (error) {
      for (const folder of opened.values()) folder.close();
      throw error;
    }
    this.#planCheckpoint();
    this.#tellRoom();
    if (this.#size > 0) for (const watch of this.#eventWatchers) watch();
  }

  #tell({ damages, torn, records }: ReturnType<typeof recoverLog>): void {
    const events = this.#events;
    for (const { segment, offset, bytes, records: missing } of damages) {
      const what = missing > 0 ? `${missing} events` : 'an unknown number of events';
      events?.log(
        'warning',
        `Segment ${segment} is damaged at byte ${offset} (${bytes} bytes): ${what} skipped, the rest is read.`,
      );
    }
    if (torn > 0) {
      events?.log(
        'warning',
        `${torn} bytes of a write that the crash cut short were dropped; nobody had been told of them.`,
      );
    }
    if (records > 0) events?.log('info', `${records} events were in the channel and go on.`);
  }

  put(batch: Batch, isMany = false): Refusal | undefined | Promise<Refusal | undefined> {
    const count = liveRows(batch);
    if (count === 0) return undefined;
    if (!isMany && count > this.transactionCapacity) return tooLarge(this.transactionCapacity);
    const log = this.#log;
    if (!log) return { code: 'RUN_CHANNEL_DISK', message: 'The channel is not open', isFinal: false };
    if (log.error) return refusalOf(log.error);
    if (this.#size + this.#taken + this.#putting + count > this.capacity) return full();
    const held = batch.selection && count * sparseFactor < batch.rows ? compact(batch) : batch;
    held.slab?.retain();
    this.#putting += count;
    return new Promise((resolve) => {
      const first = log.put(
        count,
        (into) => encodeBatch(held, into),
        (place, error) => {
          this.#putting -= count;
          if (place) this.#arrived(held, { first, from: 0, count, ...place });
          else held.slab?.release();
          resolve(error && refusalOf(error));
        },
      );
    });
  }

  #arrived(batch: Batch, entry: FrameEntry): void {
    const isKept = this.#memory + entry.length + batchBytes <= this.#memoryBytes;
    // What has its batch in memory stays an entry of its own: the batch is all of it.
    this.#index.push(entry, !isKept && !this.#isLastKept());
    if (isKept) this.#keep(entry, batch);
    else batch.slab?.release();
    this.#size += entry.count;
    // Whoever put writes down its books first.
    void Promise.resolve().then(() => {
      for (const watch of this.#eventWatchers) watch();
    });
  }

  #isLastKept(): boolean {
    if (this.#index.length === 0) return false;
    const last = this.#index.at(this.#index.length - 1);
    return this.#batches.has(last.first - last.from);
  }

  take(max: number, transactions = 1): Take | undefined {
    const log = this.#log;
    if (!log) return undefined;
    const wanted = Math.min(max, this.transactionCapacity, this.#size);
    const ranges: Range[] = [];
    let missing = wanted;
    while (missing > 0 && this.#index.length > 0) {
      const entry = this.#index.at(0);
      const whole = transactions > 1 && ranges.length === 0 ? Math.floor(entry.count / wanted) : 1;
      const most = whole > 1 ? Math.min(whole, transactions) * wanted : missing;
      if (entry.count > most && ranges.length > 0) break;
      const batch = this.#batchOf(log, entry);
      if (!batch) continue;
      const count = Math.min(entry.count, most);
      batch.slab?.retain();
      ranges.push({ entry: { ...entry, count }, batch: sliceBatch(batch, entry.from, count) });
      if (count === entry.count) {
        this.#index.shift();
        this.#forget(entry);
      } else this.#index.cutHead(count);
      this.#size -= count;
      this.#taken += count;
      missing -= count;
    }
    return ranges.length === 0 ? undefined : this.#opened(log, ranges);
  }

  #opened(log: SegmentLog, ranges: readonly Range[]): Take {
    this.#open.add(ranges);
    let count = 0;
    for (const { entry } of ranges) count += entry.count;
    const end = (): boolean => {
      if (!this.#open.delete(ranges)) return false;
      this.#taken -= count;
      for (const { batch } of ranges) batch.slab?.release();
      return true;
    };
    return {
      batch: concatBatches(ranges.map((range) => range.batch)),
      count,
      commit: () => {
        if (!end()) return;
        this.#commits++;
        for (const { entry } of ranges) log.took(entry.first, entry.count, entry.segment);
        this.#tellRoom();
      },
      rollback: () => {
        if (!end()) return;
        this.#size += count;
        for (const { entry } of [...ranges].reverse()) this.#index.unshift(entry);
      },
    };
  }

  /** The whole batch of an entry, from memory or read back; undefined when it is damaged and another one is next. */
  #batchOf(log: SegmentLog, entry: FrameEntry): Batch | undefined {
    const known = this.#batches.get(entry.first - entry.from);
    if (known) return known.batch;
    let why = 'its checksum is wrong';
    try {
      const payloads = log.read(entry);
      const batch = payloads && concatBatches(payloads.map(decodeBatch));
      if (batch && batch.rows >= entry.from + entry.count) {
        // It may be taken in many parts.
        if (entry.count > 1) this.#keep(entry, batch);
        return batch;
      }
    } catch (error) {
      why = messageOf(error);
    }
    this.#passOver(log, entry, why);
    return undefined;
  }

  /** What of the first entry is whole comes in its place; the rest is lost. */
  #passOver(log: SegmentLog, entry: FrameEntry, why: string): void {
    let whole = wholeOf(log, entry);
    // It is one frame, and not to be read although it looks right.
    if (whole.length === 1 && whole[0]?.length === entry.length) whole = [];
    const missing = whole.reduce((left, { count }) => left - count, entry.count);
    this.#index.shift();
    for (const part of [...whole].reverse()) this.#index.unshift(part);
    if (missing === 0) return;
    this.#size -= missing;
    log.forget(entry.segment, missing);
    this.#events?.damaged(
      missing,
      `${missing} events in segment ${entry.segment} at byte ${entry.offset} cannot be read (${why}) and are lost.`,
    );
  }

  #keep(entry: FrameEntry, batch: Batch): void {
    const bytes = entry.length + batchBytes;
    this.#batches.set(entry.first - entry.from, { batch, bytes });
    this.#memory += bytes;
  }

  #forget(entry: FrameEntry): void {
    const key = entry.first - entry.from;
    const known = this.#batches.get(key);
    if (!known) return;
    this.#batches.delete(key);
    this.#memory -= known.bytes;
    known.batch.slab?.release();
  }

  onRoom(watch: () => void): () => void {
    this.#roomWatchers.add(watch);
    return () => this.#roomWatchers.delete(watch);
  }

  onEvents(watch: () => void): () => void {
    this.#eventWatchers.add(watch);
    return () => this.#eventWatchers.delete(watch);
  }

  #tellRoom(): void {
    for (const watch of [...this.#roomWatchers]) watch();
  }

  #planCheckpoint(): void {
    const everyMs = this.#operator.durable?.checkpointIntervalMs ?? 30_000;
    this.#cancelCheckpoint = this.#host.schedule(everyMs, () => {
      void this.checkpoint().then(() => {
        if (!this.#isClosed) this.#planCheckpoint();
      });
    });
  }

  /** Writes down what waits, unless nothing has happened since the last time. A failure costs time at the next start, nothing else. */
  async checkpoint(): Promise<void> {
    const log = this.#log;
    const folder = this.#checkpoints;
    if (!log || !folder || !this.#host.logs) return;
    const position = log.position;
    const mark = position.serial + this.#commits;
    if (position.segment === 0 || mark === this.#checkpointed) return;
    const entries: FrameEntry[] = [];
    for (const ranges of this.#open) for (const { entry } of ranges) entries.push(entry);
    for (let i = 0; i < this.#index.length; i++) entries.push(this.#index.at(i));
    entries.sort((a, b) => a.first - b.first);
    try {
      await saveCheckpoint(folder, this.#host.logs, { ...position, entries });
      this.#checkpointed = mark;
    } catch (error) {
      this.#events?.log('warning', `The checkpoint could not be written: ${messageOf(error)}`);
    }
  }

  /** Writes what is open and gives up the folders. Sources and sinks are closed by now. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancelCheckpoint?.();
    const log = this.#log;
    if (!log) return;
    await log.close();
    await this.checkpoint();
    log.closeFiles();
    this.#log = undefined;
    for (const folder of new Set(this.#folders)) folder.close();
  }
}

function wholeOf(log: SegmentLog, entry: FrameEntry): readonly FrameEntry[] {
  try {
    return log.whole(entry);
  } catch {
    // The disk does not even give what is there.
    return [];
  }
}

function refusalOf(error: RunError): Refusal {
  return { code: error.code as Refusal['code'], message: error.message, isFinal: false };
}

function tooLarge(capacity: number): Refusal {
  return {
    code: 'RUN_TRANSACTION_TOO_LARGE',
    message: `Put queue for FileBackedTransaction of capacity ${capacity} full, consider committing more frequently, increasing capacity or increasing thread count`,
    isFinal: true,
  };
}

function full(): Refusal {
  return {
    code: 'RUN_CHANNEL_FULL',
    message:
      "The channel has reached it's capacity. This might be the result of a sink on the channel having too low of batch size, a downstream system running slower than normal, or that the channel capacity is just too low.",
    isFinal: false,
  };
}
