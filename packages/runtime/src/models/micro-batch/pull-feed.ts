import type { Batch } from '../../batch.ts';
import { liveRows } from '../../batch.ts';
import { messageOf } from '../../errors.ts';
import type { PullSource } from '../../implementation.ts';
import type { Feed, Intake } from './block-receiver.ts';
import type { ReceiverOptions } from './receiver.ts';

const recordsPerRead = 2048;
const readsPerTurn = 64;
/** A source that has more goes on after the other work of the thread has had its turn. */
const turnMs = 4;
const retryMs = 3000;
const defaultIdleMs = 100;

/** Drives a source that is asked. */
export function pullFrom(source: PullSource, intake: Intake, options: ReceiverOptions): Feed {
  const { host, limiter } = options;
  let state: 'new' | 'reading' | 'ended' | 'stopped' = 'new';
  let cancel: (() => void) | undefined;
  let isFailing = false;
  let read = 0;
  let opened: Promise<void> | undefined;
  let hasSkipped = false;

  const pause = (delayMs: number): Promise<void> =>
    new Promise((resolve) => void host.schedule(delayMs, resolve));
  const isStopped = (): boolean => state === 'stopped';

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
        const most = Math.min(recordsPerRead, Math.floor(limiter.permitted()));
        if (most < 1) return later(limiter.waitMs());
        const given = source.read(most);
        if (isFailing) options.onState('running');
        isFailing = false;
        if (given === 'end') {
          state = 'ended';
          options.onState('done');
          return;
        }
        if (given === 'idle') return later(source.idleMs ?? defaultIdleMs);
        read += liveRows(given);
        limiter.take(liveRows(given));
        intake.add(given);
      }
      later(0);
    } catch (error) {
      isFailing = true;
      options.onState('retrying', messageOf(error));
      later(retryMs);
    }
  }

  /** Tries to open until it works; `tried` is called after the first try. */
  function open(tried: () => void): Promise<void> {
    opened ??= (async () => {
      for (;;) {
        try {
          await source.open?.();
          return;
        } catch (error) {
          options.onState('retrying', messageOf(error));
          tried();
          await pause(retryMs);
          if (isStopped()) return;
        }
      }
    })();
    return opened.then(tried);
  }

  /** Records the source gives again although they are part of the state already. */
  async function skip(): Promise<void> {
    if (hasSkipped) return;
    hasSkipped = true;
    if (options.state.toSkip > 0) await readAgain(options.state.toSkip);
  }

  async function readAgain(wanted: number): Promise<Batch[]> {
    const batches: Batch[] = [];
    for (let missing = wanted; missing > 0 && !isStopped(); ) {
      try {
        const given = unpaced(source, () => source.read(Math.min(missing, recordsPerRead)));
        if (given === 'end') break;
        if (given === 'idle') {
          await pause(source.idleMs ?? defaultIdleMs);
          continue;
        }
        batches.push(given);
        missing -= liveRows(given);
        read += liveRows(given);
      } catch (error) {
        options.onState('retrying', messageOf(error));
        await pause(retryMs);
      }
      if (batches.length % readsPerTurn === 0) await pause(0);
    }
    return batches;
  }

  return {
    start: () =>
      new Promise((resolve) => {
        void open(resolve)
          .then(skip)
          .then(() => {
            if (state !== 'new') return;
            state = 'reading';
            options.onState('running');
            later(0);
          });
      }),
    recall: async (records) => {
      await open(() => undefined);
      await skip();
      return readAgain(records);
    },
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

/** Reads from a replay as fast as possible, whatever its pace is and even if it is paused. */
function unpaced<T>(source: PullSource, read: () => T): T {
  const { replay } = source;
  if (!replay) return read();
  const [rate, isPaused] = [replay.rate(), replay.isPaused()];
  replay.resume();
  replay.setRate(Number.POSITIVE_INFINITY);
  try {
    return read();
  } finally {
    replay.setRate(rate);
    if (isPaused) replay.pause();
  }
}
