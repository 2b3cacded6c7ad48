import { copyBytes, encodeUtf8 } from '../text.ts';

/** Bytes that are put together, in memory that grows and is used again. Every part begins at a multiple of 8. */
export class ByteWriter {
  bytes: Uint8Array;
  words: Uint32Array;
  doubles: Float64Array;
  /** Bytes written. */
  length = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.words = new Uint32Array(this.bytes.buffer);
    this.doubles = new Float64Array(this.bytes.buffer);
  }

  /** Room for so many bytes, rounded up to a multiple of 8; returns where it begins. What is in it is undefined. */
  reserve(bytes: number): number {
    const at = this.length;
    this.length = at + ((bytes + 7) & ~7);
    if (this.length > this.bytes.length) this.#grow();
    return at;
  }

  word(at: number, value: number): void {
    this.words[at >>> 2] = value;
  }

  double(at: number, value: number): void {
    this.doubles[at >>> 3] = value;
  }

  /** Puts bytes into reserved room. */
  copy(source: Uint8Array, start: number, end: number, at: number): void {
    if (end - start > 32) copyBytes(source, { start, end }, this.bytes, at);
    else for (let i = start, k = at; i < end; i++, k++) this.bytes[k] = source[i] as number;
  }

  /** Length, then the text. */
  text(text: string): void {
    const encoded = encodeUtf8(text);
    const at = this.reserve(8 + encoded.length);
    this.word(at, encoded.length);
    this.word(at + 4, 0);
    this.bytes.set(encoded, at + 8);
    this.pad(at + 8 + encoded.length);
  }

  /** Makes what lies between the end of a part and the next part 0. */
  pad(from: number): void {
    for (let i = from; i < this.length && (i & 7) !== 0; i++) this.bytes[i] = 0;
  }

  #grow(): void {
    let size = this.bytes.length * 2;
    while (size < this.length) size *= 2;
    const bytes = new Uint8Array(size);
    bytes.set(this.bytes);
    this.bytes = bytes;
    this.words = new Uint32Array(bytes.buffer);
    this.doubles = new Float64Array(bytes.buffer);
  }
}
