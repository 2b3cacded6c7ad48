import type { Batch } from '../../batch.ts';
import { liveRows } from '../../batch.ts';
import { byteSize } from '../../batch-read.ts';
import { messageOf } from '../../errors.ts';
import type { IntervalSource, PullSource, PushSource, PutResult, Source } from '../../implementation.ts';
import type { TimerHost } from './batch-timer.ts';

/** What a batch gets from one source. */
export interface Allocation {
  readonly batches: readonly Batch[];
  readonly records: number;
  readonly bytes: number;
}

/**
 * Feeds one source into batches. Records are collected in a buffer, the buffer becomes a block at each block tick, and
 * a batch is allocated all blocks there are; so a record belongs to the first batch made after its block was cut,
 * whatever its own time says.
 */
export interface Receiver {
  start(): Promise<void>;
  /** Reads no more; what was received stays to be allocated. */
  stop(): Promise<void>;
  close(): Promise<void>;
  cutBlock(): void;
  allocate(timeMs: number): Allocation;
  /** A batch is done: its records leave the backlog and the source may forget them. */
  release(allocation: Allocation): void;
  /** Received, but in no finished batch. */
  backlog(): number;
  /** The source has ended (or was stopped) and all it gave has been allocated. */
  isDrained(): boolean;
}

export interface ReceiverOptions {
  readonly host: TimerHost;
  onReceived(records: number): void;
  onState(state: 'running' | 'retrying' | 'done', message?: string): void;
}

/**
 * Most a receiver may hold that no finished batch has processed. A faster source waits (a socket by TCP back-pressure,
 * a replay by not reading), so a slow pipeline costs delay and not memory.
 */
const mostBytes = 128 * 1024 * 1024;
const mostRecords = 4_000_000;

const recordsPerRead = 2048;
const readsPerTurn = 64;
/** A source that has more goes on after the other work of the thread has had its turn. */
const turnMs = 4;
const retryMs = 3000;

/** Makes the receiver of a source. */
export function createReceiver(source: Source, options: ReceiverOptions): Receiver {
  switch (source.style) {
    case 'interval':
      return createIntervalReceiver(source, options);
    case 'pull':
      return createBlockReceiver(options, (intake) => pullFrom(source, intake, options));
    case 'push':
      return createBlockReceiver(options, (intake) => pushFrom(source, intake, options));
  }
}

/** A source that decides itself what a batch holds; it has no blocks and no backlog. */
function createIntervalReceiver(source: IntervalSource, options: ReceiverOptions): Receiver {
  let isStopped = false;
  return {
    start: async () => options.onState('running'),
    stop: async () => {
      isStopped = true;
    },
    close: async () => source.close(),
    cutBlock: () => {},
    allocate: (timeMs) => {
      const batches = isStopped ? [] : source.compute(timeMs);
      const records = batches.reduce((sum, batch) => sum + liveRows(batch), 0);
      options.onReceived(records);
      return { batches, records, bytes: 0 };
    },
    release: () => {},
    backlog: () => 0,
    isDrained: () => true,
  };
}

/** Where a feed puts records, and where it learns that there is room again. */
interface Intake {
  add(batch: Batch): void;
  hasRoom(): boolean;
  /** Calls back once, as soon as there is room. */
  whenRoom(resume: () => void): void;
}

interface Received {
  readonly batch: Batch;
  readonly records: number;
  readonly bytes: number;
}

interface Feed {
  start(): Promise<void>;
  stop(): Promise<void>;
  close(): Promise<void>;
  /** The first `records` records ever read are in finished batches. */
  commitTo(records: number): void;
  hasEnded(): boolean;
}

function createBlockReceiver(options: ReceiverOptions, feedOf: (intake: Intake) => Feed): Receiver {
  let buffer: Received[] = [];
  let blocks: Received[] = [];
  let records = 0;
  let bytes = 0;
  let finished = 0;
  let waiting: (() => void)[] = [];

  const hasRoom = (): boolean => bytes < mostBytes && records < mostRecords;
  const feed = feedOf({
    add: (batch) => {
      const count = liveRows(batch);
      if (count === 0) return;
      const received = { batch, records: count, bytes: byteSize(batch) };
      buffer.push(received);
      records += received.records;
      bytes += received.bytes;
      options.onReceived(count);
    },
    hasRoom,
    whenRoom: (resume) => void waiting.push(resume),
  });

  function cutBlock(): void {
    blocks.push(...buffer);
    buffer = [];
  }

  return {
    start: feed.start,
    stop: feed.stop,
    close: feed.close,
    cutBlock,
    allocate: () => {
      const taken = blocks;
      blocks = [];
      return {
        batches: taken.map((r) => r.batch),
        records: taken.reduce((sum, r) => sum + r.records, 0),
        bytes: taken.reduce((sum, r) => sum + r.bytes, 0),
      };
    },
    release: (allocation) => {
      records -= allocation.records;
      bytes -= allocation.bytes;
      finished += allocation.records;
      if (allocation.records > 0) feed.commitTo(finished);
      if (!hasRoom()) return;
      const resumed = waiting;
      waiting = [];
      for (const resume of resumed) resume();
    },
    backlog: () => records,
    isDrained: () => feed.hasEnded() && buffer.length === 0 && blocks.length === 0,
  };
}

function pullFrom(source: PullSource, intake: Intake, options: ReceiverOptions): Feed {
  const { host } = options;
  let state: 'new' | 'reading' | 'ended' | 'stopped' = 'new';
  let cancel: (() => void) | undefined;
  let isFailing = false;
  let read = 0;

  function later(delayMs: number): void {
    cancel = host.schedule(delayMs, turn);
  }

  function turn(): void {
    cancel = undefined;
    if (state !== 'reading') return;
    const until = host.now() + turnMs;
    try {
      for (let reads = 0; reads < readsPerTurn && host.now() < until; reads++) {
        if (!intake.hasRoom()) return intake.whenRoom(turn);
        const given = source.read(recordsPerRead);
        if (isFailing) options.onState('running');
        isFailing = false;
        if (given === 'end') {
          state = 'ended';
          options.onState('done');
          return;
        }
        if (given === 'idle') return later(source.idleMs ?? 100);
        read += liveRows(given);
        intake.add(given);
      }
      later(0);
    } catch (error) {
      isFailing = true;
      options.onState('retrying', messageOf(error));
      later(retryMs);
    }
  }

  async function open(): Promise<void> {
    try {
      await source.open?.();
    } catch (error) {
      options.onState('retrying', messageOf(error));
      cancel = host.schedule(retryMs, () => void open());
      return;
    }
    if (state === 'stopped') return;
    state = 'reading';
    options.onState('running');
    later(0);
  }

  return {
    start: open,
    stop: async () => {
      cancel?.();
      if (state !== 'ended') state = 'stopped';
    },
    close: async () => source.close(),
    commitTo: (records) => {
      if (source.commitTo) source.commitTo(records);
      else if (records === read) source.commit?.();
    },
    hasEnded: () => state === 'ended' || state === 'stopped',
  };
}

function pushFrom(source: PushSource, intake: Intake, options: ReceiverOptions): Feed {
  let isStopped = false;
  let cancel: (() => void) | undefined;

  async function start(): Promise<void> {
    try {
      await source.start({ put });
      options.onState('running');
    } catch (error) {
      options.onState('retrying', messageOf(error));
      cancel = options.host.schedule(retryMs, () => void start());
    }
  }

  function put(batch: Batch): PutResult | Promise<PutResult> {
    if (isStopped) return { accepted: 0, error: { code: 'RUN_STOPPED', message: 'The run is stopping.' } };
    intake.add(batch);
    const result = { accepted: liveRows(batch) };
    if (intake.hasRoom()) return result;
    return new Promise((resolve) => intake.whenRoom(() => resolve(result)));
  }

  return {
    start,
    stop: async () => {
      isStopped = true;
      cancel?.();
      await source.stop();
    },
    close: async () => {},
    commitTo: () => {},
    hasEnded: () => isStopped,
  };
}
