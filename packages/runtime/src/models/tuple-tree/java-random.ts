const bits24 = 2 ** 24;
// 0x5DEECE66D, the multiplier of java.util.Random, in halves of 24 bits.
const highFactor = 0x5de;
const lowFactor = 0xece66d;

/** `java.util.Random` as far as partial key grouping needs it; 48 bits of state in two doubles, no BigInt. */
export class JavaRandom {
  #high = 0;
  #low = 0;

  /** Starts over from an int seed, as `new Random((long) seed)` does. */
  seed(seed: number): void {
    this.#low = ((seed & 0xffffff) ^ lowFactor) >>> 0;
    // Sign extension to 48 bits: the upper half holds bits 24 to 47.
    this.#high = (((seed >> 24) & 0xffffff) ^ highFactor) >>> 0;
  }

  #next31(): number {
    const low = this.#low * lowFactor + 0xb;
    const carry = Math.floor(low / bits24);
    this.#high = (this.#high * lowFactor + this.#low * highFactor + carry) % bits24;
    this.#low = low - carry * bits24;
    return this.#high * 128 + Math.floor(this.#low / 131072);
  }

  /** `nextInt(bound)`. */
  nextInt(bound: number): number {
    const first = this.#next31();
    if ((bound & -bound) === bound) return Math.floor((bound * first) / 2 ** 31);
    let bits = first;
    let value = bits % bound;
    while (((bits - value + (bound - 1)) | 0) < 0) {
      bits = this.#next31();
      value = bits % bound;
    }
    return value;
  }
}
