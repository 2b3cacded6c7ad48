import { type Checkpoint, loadCheckpoint } from './checkpoint.ts';
import { frameKinds, headerBytes, readSegmentHead } from './frame.ts';
import type { FrameIndex } from './frame-index.ts';
import type { LogDisk, LogFile, LogFolder } from './log-disk.ts';
import { type Damage, scanSegment } from './scan.ts';
import { type LogStart, type Segment, segmentName, segmentNumber } from './segment-log.ts';
import { WaitingEntries } from './waiting-entries.ts';

/** What was found in the folders of a log. */
export interface Recovery {
  readonly start: LogStart;
  /** Records nobody has taken for good, in the order they were put. */
  readonly waiting: FrameIndex;
  readonly records: number;
  readonly damages: readonly (Damage & { readonly segment: number })[];
  /** Bytes of a last write that the crash cut short. */
  readonly torn: number;
  /** Entries that were in memory at most while it was read. */
  readonly mostEntries: number;
}

interface Found {
  readonly number: number;
  readonly folder: LogFolder;
  readonly file: LogFile;
}

/** Reads what an earlier life left: the checkpoint, then all frames behind it. */
export function recoverLog(options: {
  readonly disk: LogDisk;
  readonly folders: readonly LogFolder[];
  readonly checkpoints: LogFolder;
}): Recovery {
  const { disk } = options;
  const damages: (Damage & { readonly segment: number })[] = [];
  const found = findSegments(options.folders);
  const number = found.at(-1)?.number ?? 0;
  const chain = chainOf(found, disk, damages);
  const checkpoint = usable(loadCheckpoint(options.checkpoints, disk), chain);
  const entries = new WaitingEntries();
  const known = new Set(chain.map((segment) => segment.head.number));
  // A segment that is gone went with all that was in it: it had been taken.
  for (const entry of checkpoint?.entries ?? []) if (known.has(entry.segment)) entries.put(entry);
  let torn = 0;
  let serial = checkpoint?.serial ?? chain[0]?.head.serial ?? 0;
  let first = checkpoint?.first ?? chain[0]?.head.first ?? 0;
  for (const [index, segment] of chain.entries()) {
    const next = chain[index + 1];
    const isLinked = next !== undefined && next.head.previous === segment.head.number;
    const end = isLinked ? next.head.previousEnd : undefined;
    if (checkpoint && segment.head.number < checkpoint.segment) {
      segment.end = end ?? segment.file.size();
      continue;
    }
    const isHalf = checkpoint?.segment === segment.head.number;
    // Before the first put that is found, and where something is damaged, may be what is no frame.
    let isNext = false;
    const scan = scanSegment({
      file: segment.file,
      segment: segment.head,
      crc32: disk.crc32,
      from: isHalf
        ? { offset: checkpoint.offset, serial: checkpoint.serial, first: checkpoint.first }
        : { offset: headerBytes, serial: segment.head.serial, first: segment.head.first },
      end,
      synced: next ? next.head.serial : (checkpoint?.serial ?? 0),
      onFrame({ kind, first: begin, count, offset, length }, payload) {
        if (kind === frameKinds.put) {
          const place = { segment: segment.head.number, offset, length };
          entries.put({ first: begin, from: 0, count, ...place }, isNext);
          isNext = true;
        } else if (kind === frameKinds.take) noteTakes(payload(), count, entries);
      },
      onDamage: (damage) => {
        isNext = false;
        damages.push({ ...damage, segment: segment.head.number });
      },
    });
    segment.end = end ?? scan.end;
    torn += next ? 0 : scan.torn;
    serial = Math.max(serial, scan.serial);
    first = Math.max(first, scan.first);
  }
  // What a killed process wrote and had not synced is found, and counts from now on: so it has to last.
  chain.at(-1)?.file.syncNow();
  const waiting = entries.rest();
  const records = countLive(waiting, chain);
  const start = { segments: chain, serial, first, number };
  return { start, waiting, records, damages, torn, mostEntries: entries.most };
}

function findSegments(folders: readonly LogFolder[]): Found[] {
  const found = folders.flatMap((folder) =>
    folder.names().flatMap((name) => {
      const number = segmentNumber(name);
      return number === undefined ? [] : [{ number, folder }];
    }),
  );
  return found
    .sort((a, b) => a.number - b.number)
    .map(({ number, folder }) => ({ number, folder, file: folder.open(segmentName(number)) }));
}

/**
 * The segments that belong together: each says which one came before it. What lies between is left of an attempt that failed, and so
 * is a newest one without a head.
 */
function chainOf(
  found: readonly Found[],
  disk: LogDisk,
  damages: (Damage & { readonly segment: number })[],
): Segment[] {
  const chain: Segment[] = [];
  let wanted: number | undefined;
  for (const { number, folder, file } of [...found].reverse()) {
    const head = wanted === undefined || number <= wanted ? readSegmentHead(file, disk.crc32) : undefined;
    if (head?.number === number) {
      if (wanted !== undefined && number < wanted) {
        damages.push({ segment: wanted, offset: 0, bytes: 0, frames: 0, records: 0 });
      }
      chain.unshift({ head, folder, file, end: headerBytes, synced: headerBytes, live: 0 });
      wanted = head.previous;
      continue;
    }
    if (wanted !== undefined && number === wanted) {
      damages.push({ segment: number, offset: 0, bytes: file.size(), frames: 0, records: 0 });
      // Its own head would tell; the next one there is, then.
      wanted = number - 1;
      file.close();
      continue;
    }
    file.close();
    folder.remove(segmentName(number));
  }
  return chain;
}

/** A checkpoint of these very segments, and not of others that were here before. */
function usable(checkpoint: Checkpoint | undefined, chain: readonly Segment[]): Checkpoint | undefined {
  if (!checkpoint) return undefined;
  const segment = chain.find((one) => one.head.number === checkpoint.segment);
  return segment?.head.salt === checkpoint.salt ? checkpoint : undefined;
}

function noteTakes(payload: Uint8Array, count: number, entries: WaitingEntries): void {
  const pairs = new Float64Array(payload.buffer, payload.byteOffset, 2 * count);
  for (let i = 0; i < 2 * count; i += 2) entries.took(pairs[i] as number, pairs[i + 1] as number);
}

/** Tells each segment what of it waits, and counts it. */
function countLive(waiting: FrameIndex, chain: readonly Segment[]): number {
  const segments = new Map(chain.map((segment) => [segment.head.number, segment]));
  let records = 0;
  for (let i = 0; i < waiting.length; i++) {
    const { segment, count } = waiting.at(i);
    const found = segments.get(segment);
    if (found) found.live += count;
    records += count;
  }
  return records;
}
