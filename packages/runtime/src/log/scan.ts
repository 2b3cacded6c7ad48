import {
  beginChecksum,
  type FrameHead,
  frameBytes,
  frameKinds,
  headerBytes,
  readHead,
  type SegmentHead,
} from './frame.ts';
import type { FrameEntry } from './frame-index.ts';
import type { LogDisk, LogFile } from './log-disk.ts';

/** A frame that is whole, and where it is. */
export interface FoundFrame extends FrameHead {
  readonly offset: number;
}

/** Bytes in the middle of a log that are no frame although frames were there, acknowledged ones. */
export interface Damage {
  readonly offset: number;
  readonly bytes: number;
  /** Frames and records that are missing; 0 where nothing tells how many. */
  readonly frames: number;
  readonly records: number;
}

/** What was found in one segment. */
export interface SegmentScan {
  /** Where its whole frames end. */
  readonly end: number;
  /** Bytes behind the end that were being written when the process died, and belong to nobody. */
  readonly torn: number;
  readonly serial: number;
  readonly first: number;
}

export interface ScanOptions {
  readonly file: LogFile;
  readonly segment: SegmentHead;
  readonly crc32: LogDisk['crc32'];
  /** Where to begin, with the serial and the sequence expected there. */
  readonly from: { readonly offset: number; readonly serial: number; readonly first: number };
  /** Known end, from the segment that follows. */
  readonly end: number | undefined;
  /** Frames below this one are known to have been synced. */
  readonly synced: number;
  onFrame(frame: FoundFrame, payload: () => Uint8Array): void;
  onDamage(damage: Damage): void;
}

const windowBytes = 1 << 20;

/**
 * Reads the frames of a segment through a window of 1 MiB, whatever their size. Where no whole frame is, it looks for the next one: if
 * that was made when the missing ones had been synced, they are damaged and passed over; else all from there on was
 * never acknowledged, and is a torn tail.
 */
export function scanSegment(options: ScanOptions): SegmentScan {
  const { file, segment, crc32 } = options;
  const limit = Math.min(options.end ?? Number.POSITIVE_INFINITY, file.size());
  const window = new Window(file, limit);
  let at = Math.max(headerBytes, options.from.offset);
  let serial = options.from.serial;
  let first = options.from.first;

  function whole(offset: number, floor: number): FrameHead | undefined {
    if (offset + frameBytes > limit) return undefined;
    const view = window.view(offset, frameBytes);
    const head = readHead(view, window.at(offset), segment.number);
    if (!head || head.serial < floor || offset + frameBytes + head.length > limit) return undefined;
    return window.checksum(offset, head.length, segment.salt, crc32) ? head : undefined;
  }

  function next(from: number): { readonly offset: number; readonly head: FrameHead } | undefined {
    for (let offset = from; offset + frameBytes <= limit; offset += 8) {
      const view = window.view(offset, frameBytes);
      if (!readHead(view, window.at(offset), segment.number)) continue;
      const head = whole(offset, serial);
      if (head) return { offset, head };
    }
    return undefined;
  }

  for (;;) {
    let head = whole(at, serial);
    if (head && head.serial !== serial) head = undefined;
    if (!head) {
      if (at >= limit) break;
      const found = next(at);
      if (found && (options.end !== undefined || found.head.synced > serial || options.synced > serial)) {
        options.onDamage({
          offset: at,
          bytes: found.offset - at,
          frames: found.head.serial - serial,
          records: found.head.first - first,
        });
        at = found.offset;
        serial = found.head.serial;
        first = found.head.first;
        continue;
      }
      if (!found && (options.end !== undefined || options.synced > serial)) {
        options.onDamage({ offset: at, bytes: limit - at, frames: 0, records: 0 });
        return { end: at, torn: 0, serial, first };
      }
      return { end: at, torn: tornBytes(window, at, limit), serial, first };
    }
    const offset = at;
    const length = head.length;
    options.onFrame({ ...head, offset }, () => readPayload(file, offset, length));
    at += frameBytes + length;
    serial = head.serial + 1;
    first = head.first + (head.kind === frameKinds.put ? head.count : 0);
  }
  return { end: at, torn: 0, serial, first };
}

function readPayload(file: LogFile, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  file.read(bytes, offset + frameBytes);
  return bytes;
}

/** Bytes up to the last one that is not 0: room made ahead of writing is no torn frame. */
function tornBytes(window: Window, from: number, limit: number): number {
  let last = from;
  for (let at = from; at + 8 <= limit; at += 8) {
    const view = window.view(at, 8);
    const place = window.at(at);
    if (view.getUint32(place, true) !== 0 || view.getUint32(place + 4, true) !== 0) last = at + 8;
  }
  return last - from;
}

/** Reads the frames of an entry and checks them: payloads of those that were put; undefined when any is damaged. */
export function readFrames(
  file: LogFile,
  offset: number,
  length: number,
  segment: { readonly number: number; readonly salt: number; readonly crc32: LogDisk['crc32'] },
): readonly Uint8Array[] | undefined {
  const bytes = new Uint8Array(frameBytes + length);
  if (file.read(bytes, offset) < bytes.length) return undefined;
  const view = new DataView(bytes.buffer);
  const payloads: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const head = at + frameBytes <= bytes.length ? readHead(view, at, segment.number) : undefined;
    const end = at + frameBytes + (head?.length ?? bytes.length);
    if (!head || end > bytes.length) return undefined;
    const sum = beginChecksum(bytes.subarray(at, end), segment.salt, segment.crc32);
    if (sum !== view.getUint32(at + 8, true)) return undefined;
    if (head.kind === frameKinds.put) payloads.push(bytes.subarray(at + frameBytes, end));
    at = end;
  }
  return payloads;
}

/** The frames of an entry that are whole, each cut to the records the entry means. */
export function wholeFrames(
  file: LogFile,
  segment: SegmentHead,
  crc32: LogDisk['crc32'],
  entry: FrameEntry,
): readonly FrameEntry[] {
  const found: FrameEntry[] = [];
  scanSegment({
    file,
    segment,
    crc32,
    from: { offset: entry.offset, serial: 0, first: 0 },
    end: entry.offset + frameBytes + entry.length,
    synced: 0,
    onFrame({ kind, first, count, offset, length }) {
      if (kind !== frameKinds.put) return;
      const begin = Math.max(first, entry.first);
      const rows = Math.min(first + count, entry.first + entry.count) - begin;
      if (rows <= 0) return;
      const place = { segment: entry.segment, offset, length };
      found.push({ ...place, first: begin, from: begin - first, count: rows });
    },
    onDamage: () => undefined,
  });
  return found;
}

class Window {
  readonly #file: LogFile;
  readonly #limit: number;
  readonly #bytes = new Uint8Array(windowBytes);
  readonly #view = new DataView(this.#bytes.buffer);
  #from = 0;
  #filled = 0;

  constructor(file: LogFile, limit: number) {
    this.#file = file;
    this.#limit = limit;
  }

  /** A view in which `length` bytes at `offset` are, at `at(offset)`. */
  view(offset: number, length: number): DataView {
    if (offset < this.#from || offset + length > this.#from + this.#filled) this.#fill(offset);
    return this.#view;
  }

  at(offset: number): number {
    return offset - this.#from;
  }

  checksum(offset: number, length: number, salt: number, crc32: LogDisk['crc32']): boolean {
    const total = frameBytes + length;
    const wanted = this.view(offset, frameBytes).getUint32(this.at(offset) + 8, true);
    if (offset + total > this.#from + this.#filled) this.#fill(offset);
    const start = this.at(offset);
    let done = Math.min(total, this.#filled - start);
    let sum = beginChecksum(this.#bytes.subarray(start, start + done), salt, crc32);
    while (done < total) {
      this.#fill(offset + done);
      const part = Math.min(total - done, this.#filled);
      if (part === 0) return false;
      sum = crc32(this.#bytes.subarray(0, part), sum);
      done += part;
    }
    return sum === wanted;
  }

  #fill(offset: number): void {
    this.#from = offset;
    const wanted = Math.max(0, Math.min(windowBytes, this.#limit - offset));
    this.#filled = wanted === 0 ? 0 : this.#file.read(this.#bytes.subarray(0, wanted), offset);
  }
}
