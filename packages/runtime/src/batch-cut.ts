import type { Batch, BytesColumn, Column, WordColumn } from './batch.ts';
import { liveRows } from './batch.ts';
import { readValue } from './batch-read.ts';
import { copyBytes } from './text.ts';

/** The batch with only the given live rows (physical indices, ascending, a subset of the live ones). Nothing moves. */
export function selectRows(batch: Batch, rows: Uint32Array): Batch {
  return { ...batch, selection: rows };
}

/** Live records [from, from + count) of a batch; columns are shared. */
export function sliceBatch(batch: Batch, from: number, count: number): Batch {
  const live = liveRows(batch);
  if (from === 0 && count >= live) return batch;
  const selection = batch.selection;
  if (selection) return { ...batch, selection: selection.subarray(from, from + count) };
  const end = Math.min(from + count, batch.rows);
  const columns = new Map<string, Column>();
  for (const [name, column] of batch.columns) columns.set(name, sliceColumn(column, from, end));
  const { roots, ...rest } = batch;
  const cut = { ...rest, rows: end - from, columns };
  return roots ? { ...cut, roots: roots.subarray(from, end) } : cut;
}

function sliceColumn(column: Column, from: number, end: number): Column {
  switch (column.kind) {
    case 'bytes':
      return { ...column, starts: column.starts.subarray(from, end), ends: column.ends.subarray(from, end) };
    case 'word':
      return { kind: 'word', ids: column.ids.subarray(from, end), table: column.table };
    case 'number':
      return { kind: 'number', values: column.values.subarray(from, end) };
    case 'value':
      return { kind: 'value', values: column.values.slice(from, end) };
    case 'constant':
      return column;
    case 'headers': {
      const headers = new Map<string, Column>();
      for (const [name, inner] of column.headers) headers.set(name, sliceColumn(inner, from, end));
      return { kind: 'headers', headers };
    }
  }
}

/** The batch with dead rows gone and bytes copied into a slab of their own. */
export function compact(batch: Batch): Batch {
  const columns = new Map<string, Column>();
  const parts = new PartColumns([batch]);
  for (const [name, column] of batch.columns) columns.set(name, concatColumns([column], [batch], parts));
  return finish(columns, [batch]);
}

/**
 * One batch of the live rows of all, in order. Fields are those of any of them; a field a batch lacks reads as
 * undefined (bytes: empty). One batch is returned as it is.
 */
export function concatBatches(batches: readonly Batch[]): Batch {
  const filled = batches.filter((batch) => liveRows(batch) > 0);
  const only = filled.length === 0 ? batches[0] : filled[0];
  if (only === undefined) return { rows: 0, selection: undefined, columns: new Map(), ingestMs: 0 };
  if (filled.length <= 1) return only;
  const names = new Set<string>();
  for (const batch of filled) for (const name of batch.columns.keys()) names.add(name);
  const columns = new Map<string, Column>();
  const parts = new PartColumns(filled);
  for (const name of names)
    columns.set(
      name,
      concatColumns(
        filled.map((batch) => batch.columns.get(name)),
        filled,
        parts,
      ),
    );
  return finish(columns, filled);
}

function finish(columns: Map<string, Column>, batches: readonly Batch[]): Batch {
  let rows = 0;
  let ingestMs = Number.POSITIVE_INFINITY;
  for (const batch of batches) {
    rows += liveRows(batch);
    ingestMs = Math.min(ingestMs, batch.ingestMs);
  }
  const joined = { rows, selection: undefined, columns, ingestMs };
  if (!batches.every((batch) => batch.roots)) return joined;
  const roots = new Int32Array(rows);
  let at = 0;
  for (const batch of batches) {
    const own = batch.roots as Int32Array;
    const live = liveRows(batch);
    for (let i = 0; i < live; i++)
      roots[at++] = own[batch.selection ? (batch.selection[i] as number) : i] as number;
  }
  return { ...joined, roots };
}

/**
 * Columns whose slices lie inside those of the body (headers cut out of it) are not copied: they lie at the same places
 * of its copy.
 */
class PartColumns {
  readonly #bodies: readonly BytesColumn[];
  readonly #batches: readonly Batch[];
  #copy: BytesColumn | undefined;

  constructor(batches: readonly Batch[]) {
    const bodies = batches.map((batch) => batch.columns.get('body')).filter((one) => one?.kind === 'bytes');
    this.#bodies = bodies.length === batches.length ? bodies : [];
    this.#batches = batches;
  }

  /** The columns joined: the body itself, or slices of its copy; undefined when they are not inside of it. */
  joined(columns: readonly BytesColumn[]): BytesColumn | undefined {
    const bodies = this.#bodies;
    if (bodies.length === 0 || !columns.every((one, k) => one.bytes === bodies[k]?.bytes)) return undefined;
    const copy = (this.#copy ??= concatBytes(bodies, this.#batches));
    if (columns.every((one, k) => one === bodies[k])) return copy;
    const starts = new Uint32Array(copy.starts.length);
    const ends = new Uint32Array(copy.starts.length);
    let out = 0;
    for (let k = 0; k < columns.length; k++) {
      const { selection, rows } = this.#batches[k] as Batch;
      const [part, body] = [columns[k] as BytesColumn, bodies[k] as BytesColumn];
      const live = selection ? selection.length : rows;
      for (let i = 0; i < live; i++, out++) {
        const row = selection ? (selection[i] as number) : i;
        const [from, start] = [part.starts[row] as number, body.starts[row] as number];
        const end = part.ends[row] as number;
        if (from < start || end > (body.ends[row] as number)) return undefined;
        const shift = (copy.starts[out] as number) - start;
        starts[out] = from + shift;
        ends[out] = end + shift;
      }
    }
    return { kind: 'bytes', bytes: copy.bytes, starts, ends, isAscii: copy.isAscii };
  }
}

function concatColumns(
  columns: readonly (Column | undefined)[],
  batches: readonly Batch[],
  parts: PartColumns,
): Column {
  const present = columns.filter((column) => column !== undefined);
  if (present.some((column) => column.kind === 'headers')) return concatHeaders(columns, batches, parts);
  if (present.length === columns.length) {
    if (present.every((column) => column.kind === 'bytes'))
      return parts.joined(present) ?? concatBytes(present, batches);
    if (present.every((column) => column.kind === 'constant')) {
      const first = present[0];
      if (first && present.every((column) => column.value === first.value)) return first;
    }
    const table = present[0]?.kind === 'word' ? present[0].table : undefined;
    if (table && present.every((column) => column.kind === 'word' && column.table === table)) {
      return { kind: 'word', ids: concatIds(present as readonly WordColumn[], batches), table };
    }
    if (present.every((column) => column.kind === 'number')) {
      const values = new Float64Array(totalRows(batches));
      copyRows(columns, batches, (at, value) => {
        values[at] = value as number;
      });
      return { kind: 'number', values };
    }
  }
  const values = new Array<unknown>(totalRows(batches)).fill(undefined);
  copyRows(columns, batches, (at, value) => {
    values[at] = value;
  });
  return { kind: 'value', values };
}

function concatIds(columns: readonly WordColumn[], batches: readonly Batch[]): Int32Array {
  const ids = new Int32Array(totalRows(batches));
  let at = 0;
  batches.forEach((batch, index) => {
    const own = (columns[index] as WordColumn).ids;
    const live = liveRows(batch);
    for (let i = 0; i < live; i++)
      ids[at++] = own[batch.selection ? (batch.selection[i] as number) : i] as number;
  });
  return ids;
}

function concatHeaders(
  columns: readonly (Column | undefined)[],
  batches: readonly Batch[],
  parts: PartColumns,
): Column {
  const names = new Set<string>();
  for (const column of columns) {
    if (column?.kind === 'headers') for (const name of column.headers.keys()) names.add(name);
  }
  const headers = new Map<string, Column>();
  for (const name of names) {
    const inner = columns.map((column) =>
      column?.kind === 'headers' ? column.headers.get(name) : undefined,
    );
    headers.set(name, concatColumns(inner, batches, parts));
  }
  return { kind: 'headers', headers };
}

function totalRows(batches: readonly Batch[]): number {
  let rows = 0;
  for (const batch of batches) rows += liveRows(batch);
  return rows;
}

function copyRows(
  columns: readonly (Column | undefined)[],
  batches: readonly Batch[],
  write: (at: number, value: unknown) => void,
): void {
  let at = 0;
  batches.forEach((batch, index) => {
    const column = columns[index];
    const live = liveRows(batch);
    if (column !== undefined) {
      for (let i = 0; i < live; i++) {
        write(at + i, readValue(column, batch.selection ? (batch.selection[i] as number) : i));
      }
    }
    at += live;
  });
}

function concatBytes(columns: readonly BytesColumn[], batches: readonly Batch[]): BytesColumn {
  const rows = totalRows(batches);
  const starts = new Uint32Array(rows);
  const ends = new Uint32Array(rows);
  let length = 0;
  columns.forEach((column, index) => {
    const batch = batches[index] as Batch;
    const live = liveRows(batch);
    for (let i = 0; i < live; i++) {
      const row = batch.selection ? (batch.selection[i] as number) : i;
      length += (column.ends[row] as number) - (column.starts[row] as number);
    }
  });
  const bytes = new Uint8Array(length);
  let at = 0;
  let out = 0;
  columns.forEach((column, index) => {
    const batch = batches[index] as Batch;
    const live = liveRows(batch);
    let i = 0;
    while (i < live) {
      // Neighbouring rows are copied together, the separators between them left out only when there are any.
      const row = batch.selection ? (batch.selection[i] as number) : i;
      const from = column.starts[row] as number;
      let end = column.ends[row] as number;
      starts[out] = at;
      ends[out] = at + end - from;
      out++;
      i++;
      while (i < live) {
        const next = batch.selection ? (batch.selection[i] as number) : i;
        if (column.starts[next] !== end) break;
        starts[out] = at + end - from;
        end = column.ends[next] as number;
        ends[out] = at + end - from;
        out++;
        i++;
      }
      copyRun(column.bytes, from, end, bytes, at);
      at += end - from;
    }
  });
  return { kind: 'bytes', bytes, starts, ends, isAscii: columns.every((column) => column.isAscii) };
}

/** Short runs are cheaper copied by hand than by a call. */
function copyRun(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): void {
  if (end - start > 32) copyBytes(source, { start, end }, target, at);
  else for (let i = start, k = at; i < end; i++, k++) target[k] = source[i] as number;
}
