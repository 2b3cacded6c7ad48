/**
 * The acker's ledger: for each entry the XOR of the 64-bit ids of everything emitted and acked so far, as two
 * int32. An entry whose emitter has reported (`init`) and whose value is zero is complete: every id came twice.
 * A wrong zero has a chance of 2^-64 for each update.
 *
 * Entries live in typed arrays; freed slots are taken again in the order they were freed. A handle carries its
 * slot's generation, so that what arrives late for a closed entry is recognised and ignored.
 */
const slots = 2 ** 22;
const isFree = 0;
const isOpen = 1;
const isInitialised = 2;

export class XorLedger {
  #high: Int32Array;
  #low: Int32Array;
  #state: Uint8Array;
  #generation: Uint32Array;
  /** Free slots, a ring. */
  #free: Int32Array;
  #freeHead = 0;
  #freeCount: number;
  #openCount = 0;

  constructor(capacity = 1024) {
    this.#high = new Int32Array(capacity);
    this.#low = new Int32Array(capacity);
    this.#state = new Uint8Array(capacity);
    this.#generation = new Uint32Array(capacity);
    this.#free = Int32Array.from({ length: capacity }, (_, slot) => slot);
    this.#freeCount = capacity;
  }

  /** Entries that are neither complete nor closed. */
  get size(): number {
    return this.#openCount;
  }

  /** Starts an entry and returns its handle. */
  open(): number {
    if (this.#freeCount === 0) this.#grow();
    const slot = this.#free[this.#freeHead] as number;
    this.#freeHead = (this.#freeHead + 1) % this.#free.length;
    this.#freeCount -= 1;
    this.#openCount += 1;
    this.#high[slot] = 0;
    this.#low[slot] = 0;
    this.#state[slot] = isOpen;
    return (this.#generation[slot] as number) * slots + slot;
  }

  /** The emitter reports the XOR of the ids it sent. True when that completes the entry, which is closed by it. */
  init(handle: number, high: number, low: number): boolean {
    const slot = this.#slotOf(handle);
    if (slot < 0) return false;
    this.#state[slot] = isInitialised;
    return this.#update(slot, high, low);
  }

  /** An ack: the tuple's own id XORed with those of all tuples anchored to it. True when it completes the entry. */
  ack(handle: number, high: number, low: number): boolean {
    const slot = this.#slotOf(handle);
    return slot >= 0 && this.#update(slot, high, low);
  }

  /** Forgets an entry (failed, timed out). */
  close(handle: number): void {
    const slot = this.#slotOf(handle);
    if (slot >= 0) this.#release(slot);
  }

  /** Says whether the entry is still waited for. */
  has(handle: number): boolean {
    return this.#slotOf(handle) >= 0;
  }

  #update(slot: number, high: number, low: number): boolean {
    const newHigh = (this.#high[slot] as number) ^ high;
    const newLow = (this.#low[slot] as number) ^ low;
    this.#high[slot] = newHigh;
    this.#low[slot] = newLow;
    if (newHigh !== 0 || newLow !== 0 || this.#state[slot] !== isInitialised) return false;
    this.#release(slot);
    return true;
  }

  #slotOf(handle: number): number {
    const slot = handle % slots;
    const isCurrent =
      slot < this.#state.length &&
      this.#state[slot] !== isFree &&
      this.#generation[slot] === (handle - slot) / slots;
    return isCurrent ? slot : -1;
  }

  #release(slot: number): void {
    this.#state[slot] = isFree;
    // 31 bits keep handles below 2^53.
    this.#generation[slot] = ((this.#generation[slot] as number) + 1) & 0x7fffffff;
    this.#free[(this.#freeHead + this.#freeCount) % this.#free.length] = slot;
    this.#freeCount += 1;
    this.#openCount -= 1;
  }

  #grow(): void {
    const old = this.#state.length;
    const capacity = old * 2;
    if (capacity > slots) throw new RangeError(`More than ${slots} trees in flight`);
    const high = new Int32Array(capacity);
    const low = new Int32Array(capacity);
    const state = new Uint8Array(capacity);
    const generation = new Uint32Array(capacity);
    high.set(this.#high);
    low.set(this.#low);
    state.set(this.#state);
    generation.set(this.#generation);
    this.#high = high;
    this.#low = low;
    this.#state = state;
    this.#generation = generation;
    this.#free = new Int32Array(capacity);
    for (let i = 0; i < old; i++) this.#free[i] = old + i;
    this.#freeHead = 0;
    this.#freeCount = old;
  }
}
