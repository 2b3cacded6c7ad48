import { type Checkpoint, loadCheckpoint } from './checkpoint.ts';
import { frameKinds, headerBytes, readSegmentHead } from './frame.ts';
import { type FrameEntry, FrameIndex } from './frame-index.ts';
import { Intervals } from './intervals.ts';
import type { LogDisk, LogFile, LogFolder } from './log-disk.ts';
import { type Damage, scanSegment } from './scan.ts';
import { type LogStart, type Segment, segmentName, segmentNumber } from './segment-log.ts';

/** What was found in the folders of a log. */
export interface Recovery {
  readonly start: LogStart;
  /** Records nobody has taken for good, in the order they were put. */
  readonly waiting: FrameIndex;
  readonly records: number;
  readonly damages: readonly (Damage & { readonly segment: number })[];
  /** Bytes of a last write that the crash cut short. */
  readonly torn: number;
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
  const puts: FrameEntry[] = [];
  const taken = new Intervals();
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
          puts.push({ first: begin, from: 0, count, segment: segment.head.number, offset, length });
        } else if (kind === frameKinds.take) noteTakes(payload(), count, taken);
      },
      onDamage: (damage) => damages.push({ ...damage, segment: segment.head.number }),
    });
    segment.end = end ?? scan.end;
    torn += next ? 0 : scan.torn;
    serial = Math.max(serial, scan.serial);
    first = Math.max(first, scan.first);
  }
  // What a killed process wrote and had not synced is found, and counts from now on: so it has to last.
  chain.at(-1)?.file.syncNow();
  const { waiting, records } = settle([...(checkpoint?.entries ?? []), ...puts], taken, chain);
  return { start: { segments: chain, serial, first, number }, waiting, records, damages, torn };
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

function noteTakes(payload: Uint8Array, count: number, taken: Intervals): void {
  const pairs = new Float64Array(payload.buffer, payload.byteOffset, 2 * count);
  for (let i = 0; i < 2 * count; i += 2) taken.add(pairs[i] as number, pairs[i + 1] as number);
}

function settle(
  entries: readonly FrameEntry[],
  taken: Intervals,
  chain: readonly Segment[],
): { readonly waiting: FrameIndex; readonly records: number } {
  const waiting = new FrameIndex();
  const segments = new Map(chain.map((segment) => [segment.head.number, segment]));
  let records = 0;
  for (const entry of entries) {
    const segment = segments.get(entry.segment);
    // Gone with all that was in it: it had been taken.
    if (!segment) continue;
    taken.outside(entry.first, entry.count, (first, count) => {
      waiting.push({ ...entry, first, from: entry.from + first - entry.first, count });
      segment.live += count;
      records += count;
    });
  }
  return { waiting, records };
}
