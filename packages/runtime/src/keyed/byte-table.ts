/**
 * Byte strings to numbers by open addressing. An entry is four int32 on one cache line: the first eight bytes, the
 * length and the number, so that a key of up to eight bytes is found with one look; longer ones are compared with
 * the arena as well.
 */
const width = 4;

/** What of eight bytes read at once belongs to a key of 0 to 8 bytes. */
const firstMask = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1, -1, -1, -1, -1);
const secondMask = Int32Array.of(0, 0, 0, 0, 0, 0xff, 0xffff, 0xffffff, -1);

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export class ByteTable {
  /** Bytes 0 to 3, bytes 4 to 7, length + 1 (0 is free), number. Always at most half full. */
  #entries = new Int32Array(1024 * width);
  /** Hash of each entry; only read when the table grows. */
  #hashes = new Int32Array(1024);
  #count = 0;
  #arena = new Uint8Array(8192);
  #arenaUsed = 0;
  /** Place in the arena by number. */
  #offsets = new Uint32Array(512);
  #lengths = new Uint32Array(512);

  /** The number of a byte string; an unknown one gets `next` and is copied. */
  idOf(bytes: Uint8Array, range: { readonly start: number; readonly end: number }, next: number): number {
    return this.#find({ bytes, view: viewOf(bytes) }, range.start, range.end, next);
  }

  /** Numbers of the rows of a bytes column; unknown ones are numbered from `next` on. Returns how many were unknown. */
  idsOf(
    column: { readonly bytes: Uint8Array; readonly starts: Uint32Array; readonly ends: Uint32Array },
    selection: Uint32Array | undefined,
    target: { readonly ids: Int32Array; readonly next: number },
  ): number {
    const { bytes, starts, ends } = column;
    const { ids, next } = target;
    const slab = { bytes, view: viewOf(bytes) };
    let unknown = next;
    for (let i = 0; i < ids.length; i++) {
      const row = selection ? (selection[i] as number) : i;
      const id = this.#find(slab, starts[row] as number, ends[row] as number, unknown);
      if (id === unknown) unknown++;
      ids[i] = id;
    }
    return unknown - next;
  }

  /** Where the bytes of a number are. */
  bytesOf(id: number): Uint8Array {
    const offset = this.#offsets[id] as number;
    return this.#arena.subarray(offset, offset + (this.#lengths[id] as number));
  }

  #find(
    slab: { readonly bytes: Uint8Array; readonly view: DataView },
    start: number,
    end: number,
    next: number,
  ): number {
    const { bytes, view } = slab;
    const length = end - start;
    let first = 0;
    let second = 0;
    if (start + 8 <= bytes.length) {
      // Two reads and two masks whatever the length: a loop over the bytes would mispredict its end nearly always.
      const head = length < 8 ? length : 8;
      first = view.getInt32(start, true) & (firstMask[head] as number);
      second = view.getInt32(start + 4, true) & (secondMask[head] as number);
    } else {
      const middle = length < 4 ? end : start + 4;
      for (let i = middle - 1; i >= start; i--) first = (first << 8) | (bytes[i] as number);
      for (let i = end - 1; i >= middle; i--) second = (second << 8) | (bytes[i] as number);
    }
    let hash = (Math.imul(first, 0x85ebca6b) + Math.imul(second, 0xc2b2ae35) + length) | 0;
    for (let i = start + 8; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x27d4eb2f);
    hash ^= hash >>> 15;
    const entries = this.#entries;
    const mask = entries.length - width;
    let at = (hash * width) & mask;
    for (;;) {
      const size = entries[at + 2] as number;
      if (size === 0) break;
      if (
        size === length + 1 &&
        entries[at] === first &&
        entries[at + 1] === second &&
        (length <= 8 || this.#isSame(entries[at + 3] as number, bytes, start + 8, length - 8))
      ) {
        return entries[at + 3] as number;
      }
      at = (at + width) & mask;
    }
    entries[at] = first;
    entries[at + 1] = second;
    entries[at + 2] = length + 1;
    entries[at + 3] = next;
    this.#hashes[at / width] = hash;
    this.#keep(bytes.subarray(start, end), next);
    this.#count++;
    if (this.#count * 2 > this.#hashes.length) this.#grow();
    return next;
  }

  /** Compares the bytes after the first eight. */
  #isSame(id: number, bytes: Uint8Array, start: number, length: number): boolean {
    const arena = this.#arena;
    const offset = (this.#offsets[id] as number) + 8;
    for (let k = 0; k < length; k++) if (arena[offset + k] !== bytes[start + k]) return false;
    return true;
  }

  #keep(key: Uint8Array, id: number): void {
    if (id >= this.#offsets.length) {
      const size = Math.max(id + 1, this.#offsets.length * 2);
      this.#offsets = enlarged(this.#offsets, new Uint32Array(size));
      this.#lengths = enlarged(this.#lengths, new Uint32Array(size));
    }
    const used = this.#arenaUsed;
    if (used + key.length > this.#arena.length) {
      this.#arena = enlarged(
        this.#arena,
        new Uint8Array(Math.max(this.#arena.length * 2, used + key.length)),
      );
    }
    this.#arena.set(key, used);
    this.#offsets[id] = used;
    this.#lengths[id] = key.length;
    this.#arenaUsed += key.length;
  }

  #grow(): void {
    const old = this.#entries;
    const oldHashes = this.#hashes;
    const entries = new Int32Array(old.length * 2);
    const hashes = new Int32Array(oldHashes.length * 2);
    const mask = entries.length - width;
    for (let slot = 0; slot < oldHashes.length; slot++) {
      const from = slot * width;
      if (old[from + 2] === 0) continue;
      const hash = oldHashes[slot] as number;
      let at = (hash * width) & mask;
      while (entries[at + 2] !== 0) at = (at + width) & mask;
      for (let k = 0; k < width; k++) entries[at + k] = old[from + k] as number;
      hashes[at / width] = hash;
    }
    this.#entries = entries;
    this.#hashes = hashes;
  }
}

function enlarged<T extends Uint32Array | Uint8Array>(old: T, next: T): T {
  next.set(old);
  return next;
}
