import { frameBytes } from './frame.ts';

/**
 * Records nobody has taken of frames that lie one behind the other in a segment: rows [from, from + count) of the records
 * put there. Mostly it is one frame; many small ones are one entry, so that what waits costs memory by its bytes.
 */
export interface FrameEntry {
  /** Sequence of the first of them. */
  readonly first: number;
  readonly from: number;
  readonly count: number;
  readonly segment: number;
  readonly offset: number;
  /** Bytes from the first frame's payload to the end of the last one. */
  readonly length: number;
}

const fields = 6;
/** Most bytes of frames that become one entry: what is read at once. */
const mostJoined = 64 * 1024;

/** A queue of entries in typed arrays: 48 bytes each, whatever they hold. */
export class FrameIndex {
  #values = new Float64Array(64 * fields);
  #head = 0;
  #tail = 0;

  get length(): number {
    return this.#tail - this.#head;
  }

  /**
   * Puts an entry behind all others. With `isNext` nothing but whole frames lies between it and the last one, and the two
   * become one while they are small.
   */
  push(entry: FrameEntry, isNext = false): void {
    if (isNext && this.#join(entry)) return;
    this.#room();
    this.#set(this.#tail++, entry);
  }

  #join({ first, count, segment, offset, length }: FrameEntry): boolean {
    if (this.length === 0) return false;
    const values = this.#values;
    const at = (this.#tail - 1) * fields;
    const joined = offset + length - (values[at + 4] as number);
    // Sequences that follow each other: the entry before reaches the end of its frames.
    const isNext = (values[at] as number) + (values[at + 2] as number) === first;
    if (!isNext || values[at + 3] !== segment || joined + frameBytes > mostJoined) return false;
    values[at + 2] = (values[at + 2] as number) + count;
    values[at + 5] = joined;
    return true;
  }

  /** Puts an entry back before all others. */
  unshift(entry: FrameEntry): void {
    if (this.#head === 0) {
      const count = this.length;
      const values = new Float64Array(Math.max(64, 2 * count) * fields + 64 * fields);
      values.set(this.#values.subarray(0, this.#tail * fields), 64 * fields);
      this.#values = values;
      this.#head = 64;
      this.#tail = 64 + count;
    }
    this.#set(--this.#head, entry);
  }

  /** The entry at a place in the queue; 0 is the next to be taken. */
  at(index: number): FrameEntry {
    const from = (this.#head + index) * fields;
    const values = this.#values;
    return {
      first: values[from] as number,
      from: values[from + 1] as number,
      count: values[from + 2] as number,
      segment: values[from + 3] as number,
      offset: values[from + 4] as number,
      length: values[from + 5] as number,
    };
  }

  shift(): void {
    this.#head++;
    if (this.#head === this.#tail) {
      this.#head = 0;
      this.#tail = 0;
    }
  }

  /** Takes the first records off the first entry. */
  cutHead(count: number): void {
    const from = this.#head * fields;
    this.#values[from] = (this.#values[from] as number) + count;
    this.#values[from + 1] = (this.#values[from + 1] as number) + count;
    this.#values[from + 2] = (this.#values[from + 2] as number) - count;
  }

  #set(index: number, entry: FrameEntry): void {
    const at = index * fields;
    this.#values[at] = entry.first;
    this.#values[at + 1] = entry.from;
    this.#values[at + 2] = entry.count;
    this.#values[at + 3] = entry.segment;
    this.#values[at + 4] = entry.offset;
    this.#values[at + 5] = entry.length;
  }

  #room(): void {
    if ((this.#tail + 1) * fields <= this.#values.length) return;
    const live = this.#values.subarray(this.#head * fields, this.#tail * fields);
    const size = 2 * live.length > this.#values.length ? 2 * this.#values.length : this.#values.length;
    const values = new Float64Array(size);
    values.set(live);
    this.#tail -= this.#head;
    this.#head = 0;
    this.#values = values;
  }
}
