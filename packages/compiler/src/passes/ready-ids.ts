/** Ids that wait for their turn; the first in order of text comes out first. A binary heap. */
export class ReadyIds {
  readonly #ids: string[] = [];

  constructor(ids: readonly string[]) {
    for (const id of ids) this.add(id);
  }

  add(id: string): void {
    const ids = this.#ids;
    let at = ids.length;
    ids.push(id);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((ids[parent] as string) <= id) break;
      ids[at] = ids[parent] as string;
      at = parent;
    }
    ids[at] = id;
  }

  /** Takes the first one out. */
  take(): string | undefined {
    const ids = this.#ids;
    const first = ids[0];
    const last = ids.pop();
    if (ids.length === 0 || last === undefined) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= ids.length) break;
      if (child + 1 < ids.length && (ids[child + 1] as string) < (ids[child] as string)) child++;
      if (last <= (ids[child] as string)) break;
      ids[at] = ids[child] as string;
      at = child;
    }
    ids[at] = last;
    return first;
  }
}
