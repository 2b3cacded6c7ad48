/** Memory that is taken before it is filled: who finds none waits, first come, first served. */
export class ByteReserve {
  #left: number;
  readonly #waiting: { readonly bytes: number; readonly grant: () => void }[] = [];

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** Resolves with a function that gives the bytes back. */
  take(bytes: number): Promise<() => void> {
    return new Promise((resolve) => {
      let isHeld = true;
      const release = (): void => {
        if (!isHeld) return;
        isHeld = false;
        this.#left += bytes;
        this.#serve();
      };
      this.#waiting.push({ bytes, grant: () => resolve(release) });
      this.#serve();
    });
  }

  #serve(): void {
    for (
      let next = this.#waiting[0];
      next !== undefined && next.bytes <= this.#left;
      next = this.#waiting[0]
    ) {
      this.#waiting.shift();
      this.#left -= next.bytes;
      next.grant();
    }
  }
}
