import type { Batch } from '../../batch.ts';
import { liveRows } from '../../batch.ts';
import { sliceBatch } from '../../batch-cut.ts';
import { codeOf, messageOf } from '../../errors.ts';
import type { PutResult } from '../../implementation.ts';
import type { MemoryChannel, Refusal } from './memory-channel.ts';

/** A channel as a source sees it. */
export interface PutTarget {
  readonly channel: MemoryChannel;
  /** Called before and after each transaction, for counters and totals. */
  attempted(batch: Batch): void;
  committed(batch: Batch): void;
  /** An optional channel refused: the records are gone for it. */
  dropped(batch: Batch, refusal: Refusal): void;
  /** Records another required channel kept although the put as a whole failed. */
  orphaned(batch: Batch): void;
}

export interface PutPart {
  readonly target: PutTarget;
  readonly batch: Batch;
  readonly isRequired: boolean;
}

export interface PutClock {
  schedule(delayMs: number, action: () => void): () => void;
}

type Done = (result: PutResult) => void;

/**
 * Flume's ChannelProcessor: one transaction for each required channel in order, then one for each optional channel.
 * There is no atomicity across channels: when a later one refuses, earlier ones keep their records. A channel without
 * room is waited for at most its keep-alive; puts that arrive meanwhile queue up behind. While there is room
 * everything happens synchronously.
 */
export class PutQueue {
  readonly #clock: PutClock;
  readonly #split: (batch: Batch) => readonly PutPart[];
  /** Puts behind the one that waits. */
  readonly #behind: (() => void)[] = [];
  #isBusy = false;

  constructor(clock: PutClock, split: (batch: Batch) => readonly PutPart[]) {
    this.#clock = clock;
    this.#split = split;
  }

  /** True while a put waits for room. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  put(batch: Batch, transaction: 'each' | 'all'): PutResult | Promise<PutResult> {
    if (this.#isBusy) {
      return new Promise((resolve) => this.#behind.push(() => this.#begin(batch, transaction, resolve)));
    }
    let result: PutResult | undefined;
    let later: Done | undefined;
    this.#begin(batch, transaction, (settled) => {
      if (later) later(settled);
      else result = settled;
    });
    return (
      result ??
      new Promise((resolve) => {
        later = resolve;
      })
    );
  }

  #begin(batch: Batch, transaction: 'each' | 'all', done: Done): void {
    const live = liveRows(batch);
    if (transaction === 'all' || live <= 1) this.#all(batch, live, done);
    else this.#each({ batch, live }, 0, done);
  }

  /** Every record a transaction of its own; runs of them that fit are moved at once, which nobody can tell apart. */
  #each(input: { readonly batch: Batch; readonly live: number }, from: number, done: Done): void {
    const { batch, live } = input;
    let at = from;
    while (at < live) {
      const start = at;
      const count = this.#fitting(batch, at, live);
      let isSync = true;
      let result: PutResult | undefined;
      this.#all(sliceBatch(batch, at, count), count, (settled) => {
        if (isSync) result = settled;
        else if (settled.error) done({ accepted: start, error: settled.error });
        else this.#each(input, start + count, done);
      });
      isSync = false;
      if (!result) return;
      if (result.error) {
        done({ accepted: at, error: result.error });
        return;
      }
      at += count;
    }
    done({ accepted: live });
  }

  /** The most records from `from` on that all channels take at once; 1 when the next one has to be tried alone. */
  #fitting(batch: Batch, from: number, live: number): number {
    const count = live - from;
    for (const { target, batch: part } of this.#parts(sliceBatch(batch, from, count))) {
      const channel = target.channel;
      const size = liveRows(part);
      if (channel.hasByteLimit || size > channel.transactionCapacity) return 1;
      if (channel.size + channel.taken + size > channel.capacity) return 1;
    }
    return count;
  }

  /** A record that breaks its interceptors is found by trying it alone. */
  #parts(batch: Batch): readonly PutPart[] {
    try {
      return this.#split(batch);
    } catch {
      return [];
    }
  }

  #all(batch: Batch, live: number, done: Done): void {
    let parts: readonly PutPart[];
    try {
      parts = this.#split(batch);
    } catch (error) {
      done({ accepted: 0, error: { code: codeOf(error), message: messageOf(error) } });
      return;
    }
    this.#from({ parts, live }, 0, done);
  }

  #from(put: { readonly parts: readonly PutPart[]; readonly live: number }, start: number, done: Done): void {
    for (let at = start; at < put.parts.length; at++) {
      const part = put.parts[at] as PutPart;
      part.target.attempted(part.batch);
      const refusal = part.target.channel.put(part.batch);
      if (!refusal) {
        part.target.committed(part.batch);
        continue;
      }
      if (!refusal.isFinal && part.target.channel.keepAliveMs > 0) {
        this.#wait(put, at, done);
        return;
      }
      if (part.isRequired) {
        done(refused(put.parts, at, refusal));
        return;
      }
      part.target.dropped(part.batch, refusal);
    }
    done({ accepted: put.live });
  }

  #wait(put: { readonly parts: readonly PutPart[]; readonly live: number }, at: number, done: Done): void {
    this.#isBusy = true;
    const { target, batch, isRequired } = put.parts[at] as PutPart;
    // The timer says when the wait is over, not the clock: it may fire before the clock has got there.
    const again = (isOver: boolean): void => {
      const refusal = target.channel.put(batch);
      if (refusal && !isOver) return;
      stopWatching();
      stopTimer();
      this.#isBusy = false;
      if (!refusal) target.committed(batch);
      else if (!isRequired) target.dropped(batch, refusal);
      if (refusal && isRequired) done(refused(put.parts, at, refusal));
      else this.#from(put, at + 1, done);
      this.#goOn();
    };
    const stopWatching = target.channel.onRoom(() => again(false));
    const stopTimer = this.#clock.schedule(target.channel.keepAliveMs, () => again(true));
  }

  #goOn(): void {
    while (!this.#isBusy) {
      const next = this.#behind.shift();
      if (!next) return;
      next();
    }
  }
}

function refused(parts: readonly PutPart[], at: number, refusal: Refusal): PutResult {
  for (let k = 0; k < at; k++) {
    const done = parts[k] as PutPart;
    if (done.isRequired) done.target.orphaned(done.batch);
  }
  return { accepted: 0, error: { code: refusal.code, message: refusal.message } };
}
