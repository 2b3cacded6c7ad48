/**
 * Turns "the first n records read are safe" into a position of the source: each chunk read says where reading would
 * go on behind it.
 */
export class SafePositions {
  #chunks: { readonly records: number; readonly position: number }[] = [];
  #read = 0;
  #position: number;

  constructor(position: number) {
    this.#position = position;
  }

  /** Records were read; the source now stands at `position`. */
  read(records: number, position: number): void {
    this.#read += records;
    this.#chunks.push({ records: this.#read, position });
  }

  /** Everything up to here has been acked. */
  get position(): number {
    return this.#position;
  }

  /** The first `records` records are acked. True when the position has moved. */
  commitTo(records: number): boolean {
    let done = 0;
    while (done < this.#chunks.length && (this.#chunks[done] as { records: number }).records <= records)
      done += 1;
    if (done === 0) return false;
    this.#position = (this.#chunks[done - 1] as { position: number }).position;
    this.#chunks.splice(0, done);
    return true;
  }
}
