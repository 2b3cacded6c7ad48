import { codeOf, messageOf, RunError } from '../errors.ts';
import { ByteWriter } from './byte-writer.ts';
import {
  draftFrame,
  frameBytes,
  frameKinds,
  headerBytes,
  type SegmentHead,
  sealFrames,
  writeSegmentHead,
} from './frame.ts';
import type { FrameEntry } from './frame-index.ts';
import type { LogDisk, LogFile, LogFolder } from './log-disk.ts';
import { readFrames, wholeFrames } from './scan.ts';

/** Where a frame is. */
export interface FramePlace {
  readonly segment: number;
  readonly offset: number;
  /** Bytes of its payload. */
  readonly length: number;
}

/** What becomes of a put: its place once it is synced, or why it is in no log. */
export type PutDone = (place: FramePlace | undefined, error: RunError | undefined) => void;

export interface LogClock {
  schedule(delayMs: number, action: () => void): () => void;
}

export interface SegmentLogOptions {
  readonly disk: LogDisk;
  readonly clock: LogClock;
  /** Segments go to the folders in turn. */
  readonly folders: readonly LogFolder[];
  readonly segmentBytes: number;
  /** Free bytes below which nothing new is accepted. */
  readonly minimumFree: number;
  /** It stops accepting, or does so again. */
  onState(error: RunError | undefined): void;
}

export interface Segment {
  readonly head: SegmentHead;
  readonly folder: LogFolder;
  readonly file: LogFile;
  /** Where its frames end, and where those end that are synced. */
  end: number;
  synced: number;
  /** Records in it that are not committed as taken. */
  live: number;
}

/** From where the log goes on. */
export interface LogStart {
  readonly segments: readonly Segment[];
  readonly serial: number;
  readonly first: number;
  /** The highest number of a segment's file there is. */
  readonly number: number;
}

interface Pending {
  readonly offset: number;
  readonly length: number;
  readonly count: number;
  readonly done: PutDone;
}

/** Room is made ahead of small writes in steps of this: then a sync has data to write and nothing else. */
const aheadBytes = 1 << 20;
const smallWrite = 64 * 1024;
/** Takes are written soon and synced with the next put, at the latest after this long. */
const takeSyncMs = 100;
/** How often it is tried whether a disk works again. */
const probeMs = 1000;
/** Takes in one frame. */
const mostTakes = 4096;

/**
 * Appends frames to segment files. What is put while a sync is under way gathers in memory and is one write and one sync
 * afterwards (group commit). A put is told once it is synced.
 *
 * Invariants: frames of a segment lie one behind the other up to `end`, and all of them are synced before the next
 * segment begins; a segment goes when it and all older ones hold no live record, so that what was taken from a segment
 * is written in one that lives at least as long; after a failed write or sync nothing more is written to that file, its end is
 * where the last sync left it, and the next segment says so.
 */
export class SegmentLog {
  readonly #options: SegmentLogOptions;
  readonly #segments: Segment[];
  #buffer = new ByteWriter(aheadBytes);
  #spare = new ByteWriter(aheadBytes);
  #pending: Pending[] = [];
  #flight: readonly Pending[] | undefined;
  #takes: number[] = [];
  /** Takes that are written and not synced. */
  #unsyncedTakes: number[] = [];
  #serial: number;
  #first: number;
  #syncedSerial: number;
  #syncedFirst: number;
  #zeroedTo = headerBytes;
  /** Nothing more is written to the newest segment. */
  #isSpoiled = false;
  /** The highest number a segment was ever made with. */
  #number: number;
  #error: RunError | undefined;
  #isClosed = false;
  #isPlanned = false;
  #cancelTakes: (() => void) | undefined;
  #cancelSync: (() => void) | undefined;
  #cancelProbe: (() => void) | undefined;
  #idle: (() => void)[] = [];

  constructor(options: SegmentLogOptions, start: LogStart) {
    this.#options = options;
    this.#segments = [...start.segments];
    this.#serial = start.serial;
    this.#first = start.first;
    this.#syncedSerial = start.serial;
    this.#syncedFirst = start.first;
    this.#number = start.number;
    // What follows goes to a segment of its own: nothing is written behind a tail that may be torn.
    this.#isSpoiled = true;
    for (const segment of this.#segments) segment.synced = segment.end;
  }

  /** Why nothing is accepted; undefined while all is well. */
  get error(): RunError | undefined {
    return this.#error;
  }

  /** Serial of the first frame that is not known to be synced, and where it goes. */
  get position(): {
    readonly serial: number;
    readonly first: number;
    readonly segment: number;
    readonly salt: number;
    readonly offset: number;
  } {
    const last = this.#segments.at(-1);
    return {
      serial: this.#syncedSerial,
      first: this.#syncedFirst,
      segment: last?.head.number ?? 0,
      salt: last?.head.salt ?? 0,
      offset: last?.synced ?? headerBytes,
    };
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  get isSyncing(): boolean {
    return this.#flight !== undefined || this.#pending.length > 0;
  }

  /** Puts a frame of records; `encode` writes its payload. Returns the sequence of the first. */
  put(count: number, encode: (into: ByteWriter) => void, done: PutDone): number {
    const first = this.#first;
    this.#first += count;
    const offset = this.#frame(frameKinds.put, first, count, encode);
    const length = this.#buffer.length - offset - frameBytes;
    this.#pending.push({ offset, length, count, done });
    this.#plan();
    return first;
  }

  /** Notes that records are taken for good. */
  took(first: number, count: number, segment: number): void {
    const takes = this.#takes;
    const last = takes.length - 2;
    if (last >= 0 && (takes[last] as number) + (takes[last + 1] as number) === first) {
      takes[last + 1] = (takes[last + 1] as number) + count;
    } else takes.push(first, count);
    const found = this.#find(segment);
    if (found) found.live -= count;
    if (this.#cancelTakes || this.#isClosed) return;
    // A turn of the event loop later: whoever took writes down its own books first.
    this.#cancelTakes = this.#options.clock.schedule(0, () => {
      this.#cancelTakes = undefined;
      this.#drop();
      if (!this.#flight) this.#writeTakes();
    });
  }

  /** Records recovered from a segment that are gone all the same (damaged). */
  forget(segment: number, count: number): void {
    const found = this.#find(segment);
    if (found) found.live -= count;
    this.#drop();
  }

  /** The payloads of frames one behind the other; undefined when any of them is damaged. */
  read(place: FramePlace): readonly Uint8Array[] | undefined {
    const segment = this.#find(place.segment);
    if (!segment) return undefined;
    return readFrames(segment.file, place.offset, place.length, {
      number: segment.head.number,
      salt: segment.head.salt,
      crc32: this.#options.disk.crc32,
    });
  }

  /** What of an entry is whole, frame by frame. */
  whole(entry: FrameEntry): readonly FrameEntry[] {
    const segment = this.#find(entry.segment);
    return segment ? wholeFrames(segment.file, segment.head, this.#options.disk.crc32, entry) : [];
  }

  /** Everything noted so far is synced (or refused) when it resolves. */
  async settled(): Promise<void> {
    while (!this.#isClosed && (this.#flight || this.#pending.length > 0)) {
      await new Promise<void>((resolve) => this.#idle.push(resolve));
    }
  }

  /** Writes and syncs what is open; `closeFiles` is to follow. */
  async close(): Promise<void> {
    await this.settled();
    if (!this.#error && this.#takes.length + this.#unsyncedTakes.length > 0) await this.#flush();
    this.#isClosed = true;
    this.#cancelTakes?.();
    this.#cancelSync?.();
    this.#cancelProbe?.();
  }

  /** After `close`, once the position has been read. */
  closeFiles(): void {
    for (const segment of this.#segments) segment.file.close();
  }

  #find(number: number): Segment | undefined {
    return this.#segments.find((one) => one.head.number === number);
  }

  /** A frame without its seal: that needs the segment it goes to. */
  #frame(kind: number, first: number, count: number, encode: (into: ByteWriter) => void): number {
    const buffer = this.#buffer;
    const offset = buffer.reserve(frameBytes);
    encode(buffer);
    draftFrame(buffer, offset, { kind, serial: this.#serial++, first, count });
    return offset;
  }

  #plan(): void {
    if (this.#isPlanned || this.#flight || this.#isClosed) return;
    this.#isPlanned = true;
    // After the turn that puts: its transactions are one write.
    void Promise.resolve().then(() => {
      this.#isPlanned = false;
      if (!this.#flight && !this.#isClosed && this.#pending.length > 0) void this.#flush();
    });
  }

  /** Writes what has gathered, syncs it, and tells. */
  async #flush(): Promise<void> {
    const flight = this.#pending;
    this.#pending = [];
    this.#flight = flight;
    try {
      const { segment, at } = this.#write();
      const serial = this.#serial;
      const first = this.#first;
      const end = segment.end;
      const { length: takes } = this.#unsyncedTakes;
      await segment.file.sync();
      this.#syncedSerial = serial;
      this.#syncedFirst = first;
      segment.synced = end;
      this.#unsyncedTakes.splice(0, takes);
      this.#flight = undefined;
      for (const { offset, length, count, done } of flight) {
        segment.live += count;
        done({ segment: segment.head.number, offset: at + offset, length }, undefined);
      }
    } catch (error) {
      this.#flight = undefined;
      this.#fail(error, flight);
    }
    if (this.#pending.length > 0) void this.#flush();
    else {
      if (!this.#cancelTakes) this.#writeTakes();
      for (const tell of this.#idle.splice(0)) tell();
    }
  }

  /** Takes without a put: written now, synced a little later. */
  #writeTakes(): void {
    if (this.#isClosed || this.#error || this.#takes.length === 0 || this.#pending.length > 0) return;
    try {
      this.#write();
      this.#cancelSync ??= this.#options.clock.schedule(takeSyncMs, () => {
        this.#cancelSync = undefined;
        if (!this.#flight && !this.#isClosed && !this.#error && this.#unsyncedTakes.length > 0)
          void this.#flush();
      });
    } catch (error) {
      this.#fail(error, []);
    }
  }

  /** Writes the buffer and the noted takes behind the newest segment's frames, or to a new segment. */
  #write(): { readonly segment: Segment; readonly at: number } {
    const segment = this.#segmentFor(this.#buffer.length + 8 * this.#takes.length + frameBytes);
    this.#addTakes();
    const buffer = this.#buffer;
    const at = segment.end;
    if (buffer.length === 0) return { segment, at };
    const { number, salt } = segment.head;
    sealFrames(buffer, this.#syncedSerial, { number, salt, crc32: this.#options.disk.crc32 });
    this.#makeRoom(segment, buffer.length);
    segment.file.write(buffer.bytes.subarray(0, buffer.length), at);
    segment.end = at + buffer.length;
    this.#buffer = this.#spare;
    // What was very large once is not kept.
    this.#spare = buffer.bytes.length > 16 * aheadBytes ? new ByteWriter(aheadBytes) : buffer;
    this.#buffer.length = 0;
    return { segment, at };
  }

  #segmentFor(bytes: number): Segment {
    const last = this.#segments.at(-1);
    if (last && !this.#isSpoiled && last.end + bytes <= this.#options.segmentBytes) return last;
    // A segment ends where it is synced; takes behind that go to the next one.
    this.#takes = [...this.#unsyncedTakes.splice(0), ...this.#takes];
    if (last && !this.#isSpoiled) last.end = last.synced;
    this.#dropEmpty();
    const segment = this.#open(this.#segments.at(-1));
    this.#segments.push(segment);
    this.#isSpoiled = false;
    this.#zeroedTo = headerBytes;
    this.#drop();
    return segment;
  }

  #open(last: Segment | undefined): Segment {
    const { folders, disk, minimumFree } = this.#options;
    const number = ++this.#number;
    const folder = folders[number % folders.length] as LogFolder;
    if (folder.free() < minimumFree + this.#buffer.length) {
      throw new RunError(
        'RUN_CHANNEL_DISK_FULL',
        `Less than ${minimumFree} bytes are free where the channel keeps its events`,
      );
    }
    const buffer = this.#buffer;
    const head: SegmentHead = {
      number,
      salt: disk.salt(),
      previous: last?.head.number ?? 0,
      previousEnd: last?.end ?? 0,
      serial: buffer.length > 0 ? (buffer.doubles[2] as number) : this.#serial,
      first: buffer.length > 0 ? (buffer.doubles[3] as number) : this.#first,
    };
    const file = folder.open(segmentName(number));
    try {
      file.truncate(0);
      file.write(writeSegmentHead(head, disk.crc32), 0);
    } catch (error) {
      file.close();
      quietly(() => folder.remove(segmentName(number)));
      throw error;
    }
    return { head, folder, file, end: headerBytes, synced: headerBytes, live: 0 };
  }

  /** Small writes find their blocks there already, so that a sync has data to write and nothing else. */
  #makeRoom(segment: Segment, bytes: number): void {
    if (segment.end + bytes <= this.#zeroedTo) return;
    const size = Math.min(aheadBytes, this.#options.segmentBytes - segment.end);
    if (bytes > smallWrite || size <= bytes) {
      this.#zeroedTo = segment.end + bytes;
      return;
    }
    segment.file.write(new Uint8Array(size), segment.end);
    this.#zeroedTo = segment.end + size;
  }

  /** Moves the noted takes into the buffer. */
  #addTakes(): void {
    const takes = this.#takes;
    this.#takes = [];
    for (let from = 0; from < takes.length; from += 2 * mostTakes) {
      const part = takes.slice(from, from + 2 * mostTakes);
      this.#frame(frameKinds.take, this.#first, part.length / 2, (into) => {
        const at = into.reserve(8 * part.length) >>> 3;
        for (let i = 0; i < part.length; i++) into.doubles[at + i] = part[i] as number;
      });
    }
    this.#unsyncedTakes.push(...takes);
  }

  /** Newest segments in which nothing was ever synced: the next one follows the one before them. */
  #dropEmpty(): void {
    for (let last = this.#segments.at(-1); last && last.end <= headerBytes; last = this.#segments.at(-1)) {
      const { file, folder, head } = this.#segments.pop() as Segment;
      quietly(() => file.close());
      quietly(() => folder.remove(segmentName(head.number)));
    }
  }

  /** Removes the oldest segments nothing is left of. */
  #drop(): void {
    while (this.#segments.length > 1 && (this.#segments[0] as Segment).live <= 0) {
      const { file, folder, head } = this.#segments.shift() as Segment;
      quietly(() => file.close());
      quietly(() => folder.remove(segmentName(head.number)));
    }
  }

  /** Whatever was not synced is refused, and its file written to no more. */
  #fail(cause: unknown, flight: readonly Pending[]): void {
    const last = this.#segments.at(-1);
    if (last && last.end > last.synced) {
      const end = last.synced;
      last.end = end;
      // Its pages may be lost although they look written: not to be tried again.
      this.#isSpoiled = true;
      quietly(() => last.file.truncate(end));
    }
    const refused = [...flight, ...this.#pending];
    this.#pending = [];
    this.#buffer.length = 0;
    this.#takes = [...this.#unsyncedTakes.splice(0), ...this.#takes];
    const isFull = ['RUN_CHANNEL_DISK_FULL', 'ENOSPC', 'EDQUOT'].includes(codeOf(cause));
    const error = new RunError(
      isFull ? 'RUN_CHANNEL_DISK_FULL' : 'RUN_CHANNEL_DISK',
      `The channel takes nothing until its disk works again: ${messageOf(cause)}`,
      { cause },
    );
    this.#error = error;
    for (const { done } of refused) done(undefined, error);
    this.#options.onState(error);
    this.#planProbe();
  }

  #planProbe(): void {
    this.#cancelProbe?.();
    this.#cancelProbe = this.#options.clock.schedule(probeMs, () => void this.#probe());
  }

  /** Begins a segment: when it is synced, the disk works. */
  async #probe(): Promise<void> {
    if (this.#isClosed || this.#flight) return;
    this.#flight = [];
    this.#isSpoiled = true;
    try {
      const { segment } = this.#write();
      const serial = this.#serial;
      const first = this.#first;
      const end = segment.end;
      await segment.file.sync();
      this.#syncedSerial = serial;
      this.#syncedFirst = first;
      segment.synced = end;
      this.#unsyncedTakes = [];
      this.#error = undefined;
    } catch {
      const last = this.#segments.at(-1);
      if (last) last.end = last.synced;
      this.#takes = [...this.#unsyncedTakes.splice(0), ...this.#takes];
      this.#buffer.length = 0;
    }
    this.#flight = undefined;
    if (this.#isClosed) return;
    if (this.#error) this.#planProbe();
    else this.#options.onState(undefined);
  }
}

const segmentFile = /^segment-(\d{8,})\.log$/;

/** Name of a segment's file. */
export function segmentName(number: number): string {
  return `segment-${String(number).padStart(8, '0')}.log`;
}

/** The number of a segment by its file's name; undefined when it is none. */
export function segmentNumber(name: string): number | undefined {
  const match = segmentFile.exec(name);
  return match ? Number(match[1]) : undefined;
}

/** What is left over may stay: the next start looks again. */
function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // Nothing depends on it.
  }
}
