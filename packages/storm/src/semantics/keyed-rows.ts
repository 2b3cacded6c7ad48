import type { Batch, KeySpace, ViewSnapshot } from '@sluice/runtime';
import { columnOf, createKeySpace, liveRows, readValue, toText } from '@sluice/runtime';

export interface KeyedRowsOptions {
  readonly keyFields: readonly string[];
  /** Empty: rows come newest first. */
  readonly valueField: string;
  readonly columns: readonly string[];
  readonly presentation: 'table' | 'bars';
}

/**
 * The last tuple of each key, kept by key id so that a tuple costs a dictionary look-up and two array writes; texts
 * are made when somebody looks.
 */
export class KeyedRows implements ViewSnapshot {
  readonly columns: readonly string[];
  readonly presentation: 'table' | 'bars';
  readonly #options: KeyedRowsOptions;
  readonly #keys: KeySpace;
  #values = new Float64Array(1024);
  #order = new Float64Array(1024);
  /** Cells of fields that are neither key nor value, by field, then key id. */
  readonly #others: Map<string, unknown[]>;
  #seen = 0;

  constructor(options: KeyedRowsOptions) {
    this.#options = options;
    this.columns = options.columns;
    this.presentation = options.presentation;
    this.#keys = createKeySpace(options.keyFields);
    this.#others = new Map(
      options.columns
        .filter((name) => name !== options.valueField && !options.keyFields.includes(name))
        .map((name) => [name, []]),
    );
  }

  put(batch: Batch): void {
    const live = liveRows(batch);
    if (live === 0) return;
    const ids = this.#keys.ids(batch);
    this.#reserve(this.#keys.size);
    const { selection } = batch;
    const value = columnOf(batch, this.#options.valueField);
    const numbers = value?.kind === 'number' ? value.values : undefined;
    for (let i = 0; i < live; i++) {
      const id = ids[i] as number;
      const row = selection ? (selection[i] as number) : i;
      this.#order[id] = ++this.#seen;
      if (numbers) this.#values[id] = numbers[row] as number;
      else if (value) this.#values[id] = Number(readValue(value, row));
    }
    for (const [name, cells] of this.#others) {
      const column = columnOf(batch, name);
      if (column === undefined) continue;
      for (let i = 0; i < live; i++) {
        cells[ids[i] as number] = readValue(column, selection ? (selection[i] as number) : i);
      }
    }
  }

  total(): number {
    return this.#seen === 0 ? 0 : this.#keys.size;
  }

  rows(limit: number): (string | number)[][] {
    const rank = this.#options.valueField === '' ? this.#order : this.#values;
    const best: number[] = [];
    // Kept sorted while scanning: far fewer rows are shown than there are keys.
    for (let id = 0; id < this.total(); id++) {
      const value = rank[id] as number;
      if (best.length >= limit && !(value > (rank[best.at(-1) as number] as number))) continue;
      if (best.length >= limit) best.pop();
      let at = best.length;
      while (at > 0 && (rank[best[at - 1] as number] as number) < value) at -= 1;
      best.splice(at, 0, id);
    }
    return limit <= 0 ? [] : best.map((id) => this.#row(id));
  }

  #row(id: number): (string | number)[] {
    const key = this.#keys.key(id);
    return this.columns.map((name) => {
      if (name === this.#options.valueField) return this.#values[id] as number;
      const place = this.#options.keyFields.indexOf(name);
      const cell = place >= 0 ? key[place] : this.#others.get(name)?.[id];
      return typeof cell === 'number' ? cell : toText(cell);
    });
  }

  #reserve(size: number): void {
    if (size <= this.#values.length) return;
    const length = Math.max(size, this.#values.length * 2);
    const values = new Float64Array(length);
    const order = new Float64Array(length);
    values.set(this.#values);
    order.set(this.#order);
    this.#values = values;
    this.#order = order;
  }
}
