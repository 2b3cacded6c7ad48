/** One place of a ranking. */
export interface Ranked {
  readonly object: number;
  count: number;
  /** Fields of the tuple that stands here. */
  fields: readonly unknown[];
}

/**
 * The objects with the highest counts, as the rankings of storm-starter: an update replaces the entry of its object,
 * what falls below the last place is forgotten until its next update, and a count of 0 leaves. Equal counts stand in
 * the order they came.
 */
export class Rankings {
  readonly #places: number;
  readonly #ranked: Ranked[] = [];
  readonly #byObject = new Map<number, Ranked>();

  constructor(places: number) {
    this.#places = places;
  }

  get entries(): readonly Ranked[] {
    return this.#ranked;
  }

  /** `fields` is only called when the object stands in the ranking. */
  update(object: number, count: number, fields: () => readonly unknown[]): void {
    let entry = this.#byObject.get(object);
    if (entry === undefined) {
      const last = this.#ranked.at(-1);
      if (count === 0 || (this.#ranked.length === this.#places && last && count <= last.count)) return;
      entry = { object, count, fields: fields() };
      this.#byObject.set(object, entry);
      this.#ranked.push(entry);
    } else if (count === 0) {
      this.remove(object);
      return;
    } else {
      entry.count = count;
      entry.fields = fields();
    }
    this.#place(entry);
    if (this.#ranked.length <= this.#places) return;
    const dropped = this.#ranked.pop();
    if (dropped) this.#byObject.delete(dropped.object);
  }

  /** Says whether an object stands in the ranking. */
  has(object: number): boolean {
    return this.#byObject.has(object);
  }

  /** Takes an object out, if it stands here. */
  remove(object: number): void {
    const entry = this.#byObject.get(object);
    if (entry === undefined) return;
    this.#ranked.splice(this.#ranked.indexOf(entry), 1);
    this.#byObject.delete(object);
  }

  #place(entry: Ranked): void {
    const ranked = this.#ranked;
    let at = ranked.indexOf(entry);
    while (at > 0 && (ranked[at - 1] as Ranked).count < entry.count) {
      ranked[at] = ranked[at - 1] as Ranked;
      at -= 1;
    }
    while (at < ranked.length - 1 && (ranked[at + 1] as Ranked).count > entry.count) {
      ranked[at] = ranked[at + 1] as Ranked;
      at += 1;
    }
    ranked[at] = entry;
  }
}
