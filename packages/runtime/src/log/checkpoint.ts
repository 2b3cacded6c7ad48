import { ByteWriter } from './byte-writer.ts';
import type { FrameEntry } from './frame-index.ts';
import type { LogDisk, LogFolder } from './log-disk.ts';

const magic = 0x31504b43;
const headBytes = 64;
const entryBytes = 48;
const name = 'checkpoint';
const beside = 'checkpoint.new';

/** What waits in a channel at one moment, so that a start need not read all segments. */
export interface Checkpoint {
  /** All frames up to here are covered, and were synced. */
  readonly segment: number;
  readonly salt: number;
  readonly offset: number;
  readonly serial: number;
  /** Sequence of the next record put. */
  readonly first: number;
  readonly entries: readonly FrameEntry[];
}

/** Writes a checkpoint beside the old one, syncs it and puts it in its place. */
export async function saveCheckpoint(
  folder: LogFolder,
  disk: LogDisk,
  checkpoint: Checkpoint,
): Promise<void> {
  const into = new ByteWriter(headBytes + entryBytes * checkpoint.entries.length);
  const at = into.reserve(headBytes);
  into.word(at, magic);
  into.word(at + 8, checkpoint.segment);
  into.word(at + 12, checkpoint.salt);
  into.double(at + 16, checkpoint.offset);
  into.double(at + 24, checkpoint.serial);
  into.double(at + 32, checkpoint.first);
  into.double(at + 40, checkpoint.entries.length);
  for (const entry of checkpoint.entries) {
    const to = into.reserve(entryBytes);
    into.double(to, entry.first);
    into.double(to + 8, entry.from);
    into.double(to + 16, entry.count);
    into.double(to + 24, entry.segment);
    into.double(to + 32, entry.offset);
    into.double(to + 40, entry.length);
  }
  into.word(at + 4, disk.crc32(into.bytes.subarray(8, into.length), magic));
  const file = folder.open(beside);
  try {
    file.truncate(0);
    file.write(into.bytes.subarray(0, into.length), 0);
    await file.sync();
  } finally {
    file.close();
  }
  folder.rename(beside, name);
}

/** The last checkpoint; undefined when there is none or it is damaged: then all segments are read. */
export function loadCheckpoint(folder: LogFolder, disk: LogDisk): Checkpoint | undefined {
  if (!folder.names().includes(name)) return undefined;
  const file = folder.open(name);
  try {
    const bytes = new Uint8Array(file.size());
    if (bytes.length < headBytes || file.read(bytes, 0) < bytes.length) return undefined;
    const view = new DataView(bytes.buffer);
    if (view.getUint32(0, true) !== magic) return undefined;
    if (view.getUint32(4, true) !== disk.crc32(bytes.subarray(8), magic)) return undefined;
    const count = view.getFloat64(40, true);
    if (bytes.length !== headBytes + entryBytes * count) return undefined;
    const entries: FrameEntry[] = [];
    for (let at = headBytes; at < bytes.length; at += entryBytes) {
      entries.push({
        first: view.getFloat64(at, true),
        from: view.getFloat64(at + 8, true),
        count: view.getFloat64(at + 16, true),
        segment: view.getFloat64(at + 24, true),
        offset: view.getFloat64(at + 32, true),
        length: view.getFloat64(at + 40, true),
      });
    }
    return {
      segment: view.getUint32(8, true),
      salt: view.getUint32(12, true),
      offset: view.getFloat64(16, true),
      serial: view.getFloat64(24, true),
      first: view.getFloat64(32, true),
      entries,
    };
  } finally {
    file.close();
  }
}
