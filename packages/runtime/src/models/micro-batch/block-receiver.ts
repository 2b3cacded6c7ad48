import type { Json } from '@sluice/ir';
import type { Batch } from '../../batch.ts';
import { liveRows } from '../../batch.ts';
import { byteSize } from '../../batch-read.ts';
import { owned } from '../../operators/borrowing.ts';
import { mostReceivedBytes, mostReceivedRecords } from '../../plan/bounds.ts';
import type { Allocation, Receiver, ReceiverOptions } from './receiver.ts';

/** Where a feed puts records, and where it learns that there is room again. */
export interface Intake {
  add(batch: Batch): void;
  hasRoom(): boolean;
  /** Calls back once, as soon as there is room. */
  whenRoom(resume: () => void): void;
}

/** What drives a source. */
export interface Feed {
  start(): Promise<void>;
  stop(): Promise<void>;
  close(): Promise<void>;
  /** Reads the next records of an earlier life again, before `start`; fewer when they cannot be had. */
  recall(records: number): Promise<readonly Batch[]>;
  /** The first `records` records read since the source's saved position are in finished batches. */
  commitTo(records: number): void;
  hasEnded(): boolean;
}

interface Received {
  readonly batch: Batch;
  readonly records: number;
  readonly bytes: number;
}

/** A receiver that collects records in blocks. */
export function createBlockReceiver(options: ReceiverOptions, feedOf: (intake: Intake) => Feed): Receiver {
  const { state } = options;
  let buffer: Received[] = [];
  let blocks: Received[] = [];
  let records = 0;
  let bytes = 0;
  let waiting: (() => void)[] = [];

  const hasRoom = (): boolean => bytes < mostReceivedBytes && records < mostReceivedRecords;
  const feed = feedOf({
    add: (batch) => {
      if (liveRows(batch) > 0) buffer.push(receive(owned(batch)));
      batch.slab?.release();
    },
    hasRoom,
    whenRoom: (resume) => void waiting.push(resume),
  });

  function receive(batch: Batch): Received {
    const received = { batch, records: liveRows(batch), bytes: byteSize(batch) };
    records += received.records;
    bytes += received.bytes;
    options.onReceived(received.records);
    return received;
  }

  function allocationOf(taken: readonly Received[]): Allocation {
    const sum = taken.reduce((total, r) => total + r.records, 0);
    return {
      batches: taken.map((r) => r.batch),
      records: sum,
      bytes: taken.reduce((total, r) => total + r.bytes, 0),
      membership: sum,
    };
  }

  async function recall(_timeMs: number, membership: Json): Promise<Allocation> {
    const wanted = typeof membership === 'number' ? membership : 0;
    return allocationOf((await feed.recall(wanted)).map((batch) => receive(owned(batch))));
  }

  return {
    start: feed.start,
    stop: feed.stop,
    close: feed.close,
    cutBlock: () => {
      blocks.push(...buffer);
      buffer = [];
    },
    allocate: () => {
      const taken = blocks;
      blocks = [];
      return allocationOf(taken);
    },
    recall,
    release: (allocation) => {
      records -= allocation.records;
      bytes -= allocation.bytes;
      if (allocation.records > 0) state.finish(allocation.records, (local) => feed.commitTo(local));
      if (!hasRoom()) return;
      const resumed = waiting;
      waiting = [];
      for (const resume of resumed) resume();
    },
    backlog: () => records,
    isDrained: () => feed.hasEnded() && buffer.length === 0 && blocks.length === 0,
  };
}
