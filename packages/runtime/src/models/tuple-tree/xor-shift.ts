/** Seeded xorshift128: 32 random bits at a time, the source of tuple ids and of injected faults. */
export class XorShift {
  #x: number;
  #y = 362436069;
  #z = 521288629;
  #w = 88675123;

  constructor(seed: number) {
    // Spreads small seeds over all bits; the state must not be all zero, which the constants see to.
    this.#x = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 0;
    for (let i = 0; i < 16; i++) this.next();
  }

  /** The next int32. */
  next(): number {
    const t = this.#x ^ (this.#x << 11);
    this.#x = this.#y;
    this.#y = this.#z;
    this.#z = this.#w;
    this.#w = this.#w ^ (this.#w >>> 19) ^ t ^ (t >>> 8);
    return this.#w;
  }

  /** A number in [0, 1). */
  fraction(): number {
    return (this.next() >>> 0) / 4294967296;
  }
}
