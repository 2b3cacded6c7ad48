/** A cell of a view. */
export type ViewCell = string | number;
type Row = readonly ViewCell[];

export interface ViewTableOptions {
  readonly columns: readonly string[];
  readonly presentation: 'table' | 'bars';
  /** Index of the column that `add` adds up. */
  readonly valueColumn?: number;
  /** Default: by value, largest first, when there is a value column, else newest first. */
  readonly order?: 'by-value' | 'newest-first' | 'as-put';
}

/** Rows by key for a result view. It has the shape of the runtime's view snapshot. */
export interface ViewTable {
  readonly columns: readonly string[];
  readonly presentation: 'table' | 'bars';
  /** Sets the row of a key. */
  put(key: string, row: Row): void;
  /** Adds the value of `row` to the row of its key; the other cells become those of `row`. */
  add(key: string, row: Row): void;
  remove(key: string): void;
  clear(): void;
  /** Drops the oldest rows until at most `most` are left. */
  trim(most: number): void;
  /** At most `limit` rows, best first; ties in the order of their keys' first arrival. */
  rows(limit: number): Row[];
  total(): number;
  /** All rows by key in their order, for a checkpoint; `restore` puts them in place of what is there. */
  snapshot(): ViewRows;
  restore(rows: ViewRows): void;
}

/** Rows of a view table by key. */
export type ViewRows = readonly (readonly [key: string, row: readonly ViewCell[]])[];

/**
 * Makes an empty view table.
 *
 * @example
 * const table = createViewTable({ columns: ['word', 'count'], presentation: 'bars', valueColumn: 1 });
 * table.put('the', ['the', 7]);
 */
export function createViewTable(options: ViewTableOptions): ViewTable {
  const { columns, presentation, valueColumn } = options;
  const order = options.order ?? (valueColumn === undefined ? 'newest-first' : 'by-value');
  const rowsByKey = new Map<string, Row>();

  function valueOf(row: Row | undefined): number {
    const value = row?.[valueColumn ?? -1];
    return typeof value === 'number' ? value : Number.NEGATIVE_INFINITY;
  }

  function add(key: string, row: Row): void {
    const before = rowsByKey.get(key);
    if (before === undefined || valueColumn === undefined) {
      rowsByKey.set(key, row);
      return;
    }
    const sum = valueOf(before) + valueOf(row);
    rowsByKey.set(
      key,
      row.map((cell, index) => (index === valueColumn ? sum : cell)),
    );
  }

  function trim(most: number): void {
    let surplus = rowsByKey.size - most;
    for (const key of rowsByKey.keys()) {
      if (surplus-- <= 0) return;
      rowsByKey.delete(key);
    }
  }

  function largest(limit: number): Row[] {
    // Kept sorted while scanning: far fewer rows are shown than there are keys.
    const best: { readonly row: Row; readonly value: number }[] = [];
    for (const row of rowsByKey.values()) {
      const value = valueOf(row);
      const worst = best[best.length - 1];
      if (best.length >= limit && worst !== undefined && value <= worst.value) continue;
      if (best.length >= limit) best.pop();
      let at = best.length;
      while (at > 0 && (best[at - 1]?.value as number) < value) at -= 1;
      best.splice(at, 0, { row, value });
    }
    return best.map((b) => b.row);
  }

  return {
    columns,
    presentation,
    put: (key, row) => void rowsByKey.set(key, row),
    add,
    remove: (key) => void rowsByKey.delete(key),
    clear: () => rowsByKey.clear(),
    trim,
    rows: (limit) => {
      if (limit <= 0) return [];
      if (order === 'by-value') return largest(limit);
      const rows = [...rowsByKey.values()];
      return order === 'as-put' ? rows.slice(0, limit) : rows.slice(-limit).reverse();
    },
    total: () => rowsByKey.size,
    snapshot: () => [...rowsByKey],
    restore: (saved) => {
      rowsByKey.clear();
      for (const [key, row] of saved) rowsByKey.set(key, row);
    },
  };
}
