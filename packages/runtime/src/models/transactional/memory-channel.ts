import type { BufferOperator } from '@sluice/ir';
import type { Batch } from '../../batch.ts';
import { liveRows } from '../../batch.ts';
import { compact, concatBatches, sliceBatch } from '../../batch-cut.ts';
import type { Channel, Refusal, Take } from './channel.ts';
import { ChannelLedger } from './channel-ledger.ts';

/** Live records [from, from + count) of a batch. */
interface Range {
  readonly batch: Batch;
  readonly from: number;
  readonly count: number;
}

/** Bytes of body that one byte slot stands for. */
const byteSlot = 100;
/** A slab is copied when less than one in this many of its rows is alive: else a few events keep 256 KB each. */
const sparseFactor = 8;

/**
 * Flume's memory channel over row ranges of batches: a transaction moves a pair (batch, range), never an event.
 *
 * Invariants: `size` = records put and committed and not taken; `size + taken <= capacity`; records leave in the
 * order they came, a rolled back take included; bytes and slots of taken records are free at the take's commit; each
 * range, waiting or taken, holds the slab of its batch once.
 */
export class MemoryChannel implements Channel {
  readonly id: string;
  /** The component it belongs to. */
  readonly component: string;
  readonly capacity: number;
  readonly transactionCapacity: number;
  readonly keepAliveMs: number;
  readonly ledger = new ChannelLedger();
  readonly #byteSlots: number | undefined;
  readonly #byteLimit: number;
  readonly #ranges: Range[] = [];
  /** Index of the first live entry of `#ranges`; what is before it is forgotten now and then. */
  #head = 0;
  #size = 0;
  #taken = 0;
  #usedSlots = 0;
  readonly #roomWatchers = new Set<() => void>();
  readonly #eventWatchers = new Set<() => void>();

  constructor(operator: BufferOperator) {
    this.id = operator.id;
    this.component = operator.origin.component ?? operator.id;
    this.capacity = operator.capacity;
    this.transactionCapacity = operator.transactionCapacity;
    this.keepAliveMs = operator.keepAliveMs;
    this.#byteLimit = operator.byteCapacity ?? 0;
    this.#byteSlots =
      operator.byteCapacity === undefined ? undefined : Math.floor(operator.byteCapacity / byteSlot);
  }

  /** Where bytes are counted, whether the next transaction fits is only known by trying it. */
  get room(): number {
    return this.#byteSlots === undefined ? this.capacity - this.#size - this.#taken : 0;
  }

  get size(): number {
    return this.#size;
  }

  get taken(): number {
    return this.#taken;
  }

  put(batch: Batch, isMany = false): Refusal | undefined {
    const count = liveRows(batch);
    if (count === 0) return undefined;
    if (!isMany && count > this.transactionCapacity) return tooLarge(this.transactionCapacity);
    const slots = this.#byteSlots === undefined ? 0 : slotsOf(batch);
    // Bytes first, as Flume does: they are what the message is about when both run out.
    if (this.#byteSlots !== undefined && this.#usedSlots + slots > this.#byteSlots)
      return outOfBytes(this.#byteLimit);
    if (this.#size + this.#taken + count > this.capacity) return full();
    this.#usedSlots += slots;
    const held = batch.selection && count * sparseFactor < batch.rows ? compact(batch) : batch;
    held.slab?.retain();
    this.#ranges.push({ batch: held, from: 0, count });
    this.#size += count;
    for (const watch of this.#eventWatchers) watch();
    return undefined;
  }

  /** Two takes in a row always get more than `max` when there are as many. */
  take(max: number, transactions = 1): Take | undefined {
    const wanted = Math.min(max, this.transactionCapacity, this.#size);
    if (wanted <= 0) return undefined;
    const head = this.#ranges[this.#head] as Range;
    // The next transactions would each be a cut of this range.
    const whole = transactions > 1 ? Math.floor(head.count / wanted) : 1;
    if (whole > 1) return this.#open([this.#cut(head, Math.min(whole, transactions) * wanted)]);
    const ranges: Range[] = [];
    let missing = wanted;
    while (missing > 0) {
      const range = this.#ranges[this.#head] as Range;
      // Rather less than a batch cut in two and copied to what it is joined with.
      if (range.count > missing && ranges.length > 0) break;
      const cut = this.#cut(range, Math.min(range.count, missing));
      ranges.push(cut);
      missing -= cut.count;
    }
    return this.#open(ranges);
  }

  /** Takes the first records of the first range out of the list. */
  #cut(range: Range, count: number): Range {
    if (count === range.count) {
      this.#head++;
      return range;
    }
    const { batch, from } = range;
    // Both parts hold the slab now.
    batch.slab?.retain();
    this.#ranges[this.#head] = { batch, from: from + count, count: range.count - count };
    return { batch, from, count };
  }

  #open(ranges: readonly Range[]): Take {
    this.#forget();
    let taken = 0;
    for (const range of ranges) taken += range.count;
    this.#size -= taken;
    this.#taken += taken;
    const batch = concatBatches(ranges.map((range) => sliceBatch(range.batch, range.from, range.count)));
    let isOpen = true;
    return {
      batch,
      count: taken,
      commit: () => {
        if (!isOpen) return;
        isOpen = false;
        this.#taken -= taken;
        if (this.#byteSlots !== undefined) this.#usedSlots -= slotsOf(batch);
        for (const range of ranges) range.batch.slab?.release();
        for (const watch of this.#roomWatchers) watch();
      },
      rollback: () => {
        if (!isOpen) return;
        isOpen = false;
        this.#taken -= taken;
        this.#size += taken;
        this.#ranges.splice(0, this.#head, ...ranges);
        this.#head = 0;
      },
    };
  }

  onRoom(watch: () => void): () => void {
    this.#roomWatchers.add(watch);
    return () => this.#roomWatchers.delete(watch);
  }

  onEvents(watch: () => void): () => void {
    this.#eventWatchers.add(watch);
    return () => this.#eventWatchers.delete(watch);
  }

  #forget(): void {
    if (this.#head === this.#ranges.length) {
      this.#ranges.length = 0;
      this.#head = 0;
    } else if (this.#head >= 256) {
      this.#ranges.splice(0, this.#head);
      this.#head = 0;
    }
  }
}

/** One slot for each started 100 bytes of a body, at least one. */
function slotsOf(batch: Batch): number {
  const body = batch.columns.get('body');
  const live = liveRows(batch);
  if (body?.kind !== 'bytes') return live;
  const selection = batch.selection;
  let slots = 0;
  for (let i = 0; i < live; i++) {
    const row = selection ? (selection[i] as number) : i;
    const length = (body.ends[row] as number) - (body.starts[row] as number);
    slots += length === 0 ? 1 : Math.ceil(length / byteSlot);
  }
  return slots;
}

function tooLarge(capacity: number): Refusal {
  return {
    code: 'RUN_TRANSACTION_TOO_LARGE',
    message: `Put queue for MemoryTransaction of capacity ${capacity} full, consider committing more frequently, increasing capacity or increasing thread count`,
    isFinal: true,
  };
}

function full(): Refusal {
  return {
    code: 'RUN_CHANNEL_FULL',
    message:
      "Space for commit to queue couldn't be acquired. Sinks are likely not keeping up with sources, or the buffer size is too tight",
    isFinal: false,
  };
}

function outOfBytes(limit: number): Refusal {
  const budget = Math.floor(limit / byteSlot) * byteSlot;
  return {
    code: 'RUN_CHANNEL_BYTES',
    message: `Cannot commit transaction. Byte capacity allocated to store event body ${budget.toFixed(1)}reached. Please increase heap space/byte capacity allocated to the channel as the sinks may not be keeping up with the sources`,
    isFinal: false,
  };
}
