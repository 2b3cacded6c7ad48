import type { Batch } from '../../batch.ts';
import { liveRows } from '../../batch.ts';
import { sliceBatch } from '../../batch-cut.ts';
import { codeOf, messageOf } from '../../errors.ts';
import type { PutResult } from '../../implementation.ts';
import type { Channel, Refusal } from './channel.ts';

/** A channel as a source sees it. */
export interface PutTarget {
  readonly channel: Channel;
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

/** How records are cut into transactions: each by itself, all in one, or so many in each. */
export type Cut = 'each' | 'all' | number;

/** What the queue needs to know of the channels behind it. */
export interface PutOptions {
  /** Channels a batch may go to. */
  readonly channels: Iterable<Channel>;
  /** Runs interceptors and selector. */
  readonly split: (batch: Batch) => readonly PutPart[];
}

/**
 * Flume's ChannelProcessor: one transaction for each required channel in order, then one for each optional channel.
 * There is no atomicity across channels: when a later one refuses, earlier ones keep their records. A channel without
 * room is waited for at most its keep-alive; puts that arrive meanwhile queue up behind. While there is room
 * everything happens synchronously, and then all transactions of a put are made as one: nobody can tell them apart.
 */
export class PutQueue {
  readonly #clock: PutClock;
  readonly #split: (batch: Batch) => readonly PutPart[];
  readonly #channels: readonly Channel[];
  /** Puts behind the one that waits. */
  readonly #behind: (() => void)[] = [];
  readonly #transactionCapacity: number;
  #isBusy = false;
  /** Puts whose records are on their way to a disk. */
  #syncing = 0;
  #refusedBy: Channel | undefined;

  constructor(clock: PutClock, { split, channels }: PutOptions) {
    this.#clock = clock;
    this.#split = split;
    this.#channels = [...channels];
    this.#transactionCapacity = Math.min(...this.#channels.map((channel) => channel.transactionCapacity));
  }

  /** The required channel that refused the last put; undefined when none did. Room elsewhere is of no use to it. */
  get refusedBy(): Channel | undefined {
    return this.#refusedBy;
  }

  /** True while a put waits for room. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** True while the outcome of a put is open. */
  get isOpen(): boolean {
    return this.#isBusy || this.#syncing > 0;
  }

  /** Records all channels are sure to take now; see `Channel.room`. */
  room(): number {
    let room = Number.POSITIVE_INFINITY;
    for (const channel of this.#channels) room = Math.min(room, channel.room);
    return room;
  }

  put(batch: Batch, cut: Cut): PutResult | Promise<PutResult> {
    if (this.#isBusy) {
      return new Promise((resolve) => this.#behind.push(() => this.#begin(batch, cut, resolve)));
    }
    const live = liveRows(batch);
    const each = sizeOf(cut, live);
    if (this.room() >= live) {
      const made = this.#putTogether(batch, live, each);
      if (made instanceof Promise) return made;
      if (made) return { accepted: live };
    }
    let result: PutResult | undefined;
    let later: Done | undefined;
    this.#begin(batch, cut, (settled) => {
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

  #begin(batch: Batch, cut: Cut, done: Done): void {
    const live = liveRows(batch);
    const each = sizeOf(cut, live);
    if (live <= each) this.#all(batch, live, done);
    else this.#each({ batch, live, each }, 0, done);
  }

  /**
   * Transactions that fit, as one; false when one of them may fail by itself, then nothing has been done. Others may be
   * put while the answer of a durable channel is awaited: they share its next sync.
   */
  #putTogether(batch: Batch, live: number, each: number): boolean | Promise<PutResult> {
    if (each > this.#transactionCapacity) return false;
    let parts: readonly PutPart[];
    try {
      parts = this.#split(batch);
    } catch {
      // The record that breaks its interceptors is found transaction by transaction.
      return false;
    }
    if (parts.some((part) => liveRows(part.batch) > live)) return false;
    let waiting: { readonly part: PutPart; readonly answer: Promise<Refusal | undefined> }[] | undefined;
    const made: PutPart[] = [];
    for (const part of parts) {
      part.target.attempted(part.batch);
      const answer = part.target.channel.put(part.batch, true);
      if (answer instanceof Promise) (waiting ??= []).push({ part, answer });
      else {
        part.target.committed(part.batch);
        if (part.isRequired) made.push(part);
      }
    }
    return waiting ? this.#answered(waiting, made, live) : true;
  }

  async #answered(
    waiting: readonly { readonly part: PutPart; readonly answer: Promise<Refusal | undefined> }[],
    made: PutPart[],
    live: number,
  ): Promise<PutResult> {
    this.#syncing++;
    let failure: Refusal | undefined;
    for (const { part, answer } of waiting) {
      const refusal = await answer;
      if (!refusal) {
        part.target.committed(part.batch);
        if (part.isRequired) made.push(part);
      } else if (part.isRequired) {
        failure ??= refusal;
        this.#refusedBy = part.target.channel;
      } else part.target.dropped(part.batch, refusal);
    }
    this.#syncing--;
    if (!failure) return { accepted: live };
    for (const { target, batch } of made) target.orphaned(batch);
    return { accepted: 0, error: { code: failure.code, message: failure.message } };
  }

  /** Transactions of `each` records, one after the other; as many together as there is room for. */
  #each(
    input: { readonly batch: Batch; readonly live: number; readonly each: number },
    from: number,
    done: Done,
  ): void {
    const { batch, live, each } = input;
    let at = from;
    let isWhole = true;
    while (at < live) {
      const start = at;
      const together = isWhole ? Math.floor(Math.min(this.room(), live - at) / each) * each : 0;
      if (together > each) {
        const made = this.#putTogether(sliceBatch(batch, at, together), together, each);
        if (made instanceof Promise) {
          this.#later(made, ({ error }) => {
            if (error) done({ accepted: start, error });
            else this.#each(input, start + together, done);
          });
          return;
        }
        isWhole = made;
        if (isWhole) {
          at += together;
          continue;
        }
      }
      const count = Math.min(each, live - at);
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

  #all(batch: Batch, live: number, done: Done): void {
    let parts: readonly PutPart[];
    this.#refusedBy = undefined;
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
      if (refusal instanceof Promise) {
        this.#later(refusal, (late) => {
          if (!late) part.target.committed(part.batch);
          else if (part.isRequired) return done(this.#refused(put.parts, at, late));
          else part.target.dropped(part.batch, late);
          this.#from(put, at + 1, done);
        });
        return;
      }
      if (!refusal) {
        part.target.committed(part.batch);
        continue;
      }
      if (!refusal.isFinal && part.target.channel.keepAliveMs > 0) {
        this.#wait(put, at, done);
        return;
      }
      if (part.isRequired) {
        done(this.#refused(put.parts, at, refusal));
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
    let isPutting = false;
    const again = (isOver: boolean): void => {
      if (isPutting) return;
      const answer = target.channel.put(batch);
      if (answer instanceof Promise) {
        isPutting = true;
        stopTimer();
        void answer.then((late) => settle(late));
      } else if (!answer || isOver) settle(answer);
    };
    const settle = (refusal: Refusal | undefined): void => {
      stopWatching();
      stopTimer();
      this.#isBusy = false;
      if (!refusal) target.committed(batch);
      else if (!isRequired) target.dropped(batch, refusal);
      if (refusal && isRequired) done(this.#refused(put.parts, at, refusal));
      else this.#from(put, at + 1, done);
      this.#goOn();
    };
    const stopWatching = target.channel.onRoom(() => again(false));
    const stopTimer = this.#clock.schedule(target.channel.keepAliveMs, () => again(true));
  }

  /** Goes on once a durable channel has answered; nothing overtakes. */
  #later<T>(answer: Promise<T>, goOn: (value: T) => void): void {
    this.#isBusy = true;
    void answer.then((value) => {
      this.#isBusy = false;
      goOn(value);
      this.#goOn();
    });
  }

  #refused(parts: readonly PutPart[], at: number, refusal: Refusal): PutResult {
    this.#refusedBy = parts[at]?.target.channel;
    return refused(parts, at, refusal);
  }

  #goOn(): void {
    while (!this.#isBusy) {
      const next = this.#behind.shift();
      if (!next) return;
      next();
    }
  }
}

function sizeOf(cut: Cut, live: number): number {
  if (cut === 'each') return 1;
  return cut === 'all' ? live : cut;
}

function refused(parts: readonly PutPart[], at: number, refusal: Refusal): PutResult {
  for (let k = 0; k < at; k++) {
    const done = parts[k] as PutPart;
    if (done.isRequired) done.target.orphaned(done.batch);
  }
  return { accepted: 0, error: { code: refusal.code, message: refusal.message } };
}
