import type { ByteWriter } from './byte-writer.ts';
import type { LogDisk, LogFile } from './log-disk.ts';

/** What a frame says. */
export const frameKinds = { put: 1, take: 2 } as const;

/** Bytes before the payload of a frame. */
export const frameBytes = 48;
/** Bytes of the header of a segment. */
export const headerBytes = 64;
const magic = 0x314c5352;
const headerMagic = 0x314e4753;

/** The fixed part of a frame. `first` is the sequence of its first record; of other frames that of the next one put. */
export interface FrameHead {
  readonly kind: number;
  /** Bytes of the payload, a multiple of 8. */
  readonly length: number;
  /** Number of the frame, counting up by one over all segments. */
  readonly serial: number;
  readonly first: number;
  /** All frames before this one had been synced when it was made. */
  readonly synced: number;
  readonly count: number;
}

/** Writes the head of the frame that begins at `from` and ends where the writer is, but for what its segment gives. */
export function draftFrame(
  into: ByteWriter,
  from: number,
  head: Pick<FrameHead, 'kind' | 'serial' | 'first' | 'count'>,
): void {
  into.word(from, magic);
  into.word(from + 4, into.length - from - frameBytes);
  into.word(from + 8, 0);
  into.word(from + 12, head.kind);
  into.double(from + 16, head.serial);
  into.double(from + 24, head.first);
  into.word(from + 40, head.count);
}

/** Gives all frames of a buffer what only their segment knows, and their checksum. */
export function sealFrames(
  buffer: ByteWriter,
  synced: number,
  segment: { readonly number: number; readonly salt: number; readonly crc32: LogDisk['crc32'] },
): void {
  for (let at = 0; at < buffer.length; ) {
    const next = at + frameBytes + (buffer.words[(at + 4) >>> 2] as number);
    buffer.double(at + 32, synced);
    buffer.word(at + 44, segment.number);
    buffer.word(at + 8, segment.crc32(buffer.bytes.subarray(at, next), segment.salt));
    at = next;
  }
}

/** Reads the head of a frame of this segment; undefined when there is none. Says nothing about the payload. */
export function readHead(view: DataView, at: number, segment: number): FrameHead | undefined {
  if (view.getUint32(at, true) !== magic || view.getUint32(at + 44, true) !== segment) return undefined;
  const length = view.getUint32(at + 4, true);
  if ((length & 7) !== 0) return undefined;
  return {
    kind: view.getUint32(at + 12, true),
    length,
    serial: view.getFloat64(at + 16, true),
    first: view.getFloat64(at + 24, true),
    synced: view.getFloat64(at + 32, true),
    count: view.getUint32(at + 40, true),
  };
}

/** The checksum a frame must have; `frame` is its head and the first part of the payload. */
export function beginChecksum(frame: Uint8Array, salt: number, crc32: LogDisk['crc32']): number {
  const before = crc32(frame.subarray(0, 8), salt);
  const zero = crc32(fourZeros, before);
  return crc32(frame.subarray(12), zero);
}
const fourZeros = new Uint8Array(4);

/** What a segment begins with. */
export interface SegmentHead {
  readonly number: number;
  readonly salt: number;
  /** The segment before this one, and where it ends: what lies behind was refused to whoever put it. */
  readonly previous: number;
  readonly previousEnd: number;
  /** Serial of the first frame and sequence of the first record. */
  readonly serial: number;
  readonly first: number;
}

/** The bytes of a segment's head. */
export function writeSegmentHead(head: SegmentHead, crc32: LogDisk['crc32']): Uint8Array {
  const bytes = new Uint8Array(headerBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, headerMagic, true);
  view.setUint32(8, head.number, true);
  view.setUint32(12, head.salt, true);
  view.setFloat64(16, head.previousEnd, true);
  view.setFloat64(24, head.serial, true);
  view.setFloat64(32, head.first, true);
  view.setUint32(40, head.previous, true);
  view.setUint32(4, crc32(bytes.subarray(8), headerMagic), true);
  return bytes;
}

/** The head of a segment; undefined when it is torn or damaged. */
export function readSegmentHead(file: LogFile, crc32: LogDisk['crc32']): SegmentHead | undefined {
  const bytes = new Uint8Array(headerBytes);
  if (file.read(bytes, 0) < headerBytes) return undefined;
  const view = new DataView(bytes.buffer);
  if (view.getUint32(0, true) !== headerMagic) return undefined;
  if (view.getUint32(4, true) !== crc32(bytes.subarray(8), headerMagic)) return undefined;
  return {
    number: view.getUint32(8, true),
    salt: view.getUint32(12, true),
    previousEnd: view.getFloat64(16, true),
    serial: view.getFloat64(24, true),
    first: view.getFloat64(32, true),
    previous: view.getUint32(40, true),
  };
}
