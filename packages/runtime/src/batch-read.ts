import type { Batch, BytesColumn, Column, HeadersColumn, WordColumn } from './batch.ts';
import { decodeAscii, decodeUtf8 } from './text.ts';

/** Calls `visit` with the physical index of each live row, in order. */
export function forEachRow(batch: Batch, visit: (row: number) => void): void {
  const selection = batch.selection;
  if (selection) for (let i = 0; i < selection.length; i++) visit(selection[i] as number);
  else for (let row = 0; row < batch.rows; row++) visit(row);
}

/** The physical row of the `index`-th live record. */
export function rowAt(batch: Batch, index: number): number {
  return batch.selection ? (batch.selection[index] as number) : index;
}

/** The column of a field; `headers.<name>` (or `headers['name']`) reaches one header. Undefined when there is none. */
export function columnOf(batch: Batch, field: string): Column | undefined {
  const direct = batch.columns.get(field);
  if (direct) return direct;
  const header = headerName(field);
  if (header === undefined) return undefined;
  const headers = batch.columns.get('headers');
  return headers?.kind === 'headers' ? headers.headers.get(header) : undefined;
}

/** The header a field path names, or undefined when it names none: `headers.a-b`, `headers['a.b']`. */
export function headerName(field: string): string | undefined {
  if (field.startsWith('headers.')) return field.slice(8);
  const quoted = /^headers\[(['"])(.*)\1\]$/.exec(field);
  return quoted?.[2];
}

/** Text of a row of a bytes column. */
export function readBytesText(column: BytesColumn, row: number): string {
  const start = column.starts[row] as number;
  const end = column.ends[row] as number;
  return column.isAscii ? decodeAscii(column.bytes, start, end) : decodeUtf8(column.bytes, start, end);
}

/** Value of a row of a column: bytes read as text, headers as an object, absent as undefined. */
export function readValue(column: Column, row: number): unknown {
  switch (column.kind) {
    case 'bytes':
      return readBytesText(column, row);
    case 'word':
      return column.table.text(column.ids[row] as number);
    case 'number':
    case 'value':
      return column.values[row];
    case 'constant':
      return column.value;
    case 'headers':
      return headersOf(column, row);
  }
}

/** Text of a row of a column; absent and null read as the empty text, other values are written as JSON writes them. */
export function readText(column: Column | undefined, row: number): string {
  return column === undefined ? '' : toText(readValue(column, row));
}

/** How a value reads as text. */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

/** The bytes of a row; a view into the slab for bytes columns, undefined for other kinds. */
export function readBytes(column: Column | undefined, row: number): Uint8Array | undefined {
  if (column?.kind !== 'bytes') return undefined;
  return column.bytes.subarray(column.starts[row], column.ends[row]);
}

/** Value of a field of a row; see {@link readValue}. Undefined when the batch has no such field. */
export function readCell(batch: Batch, field: string, row: number): unknown {
  const column = columnOf(batch, field);
  return column === undefined ? undefined : readValue(column, row);
}

/** Headers of a row by name, only those the event has. The object has no prototype. */
export function readHeaders(batch: Batch, row: number): { readonly [name: string]: string } {
  const column = batch.columns.get('headers');
  return column === undefined ? Object.create(null) : (readValue(column, row) as { [name: string]: string });
}

function headersOf(column: HeadersColumn, row: number): { readonly [name: string]: string } {
  const headers = Object.create(null) as { [name: string]: string };
  for (const [name, values] of column.headers) {
    const value = readValue(values, row);
    if (value !== undefined && value !== null) headers[name] = toText(value);
  }
  return headers;
}

/** A whole record as an object, for people and tests; not for hot paths. */
export function readRecord(batch: Batch, row: number): { readonly [field: string]: unknown } {
  const record: { [field: string]: unknown } = {};
  for (const [name, column] of batch.columns) record[name] = readValue(column, row);
  return record;
}

/** All live records as objects, for people and tests; not for hot paths. */
export function readRecords(batch: Batch): readonly { readonly [field: string]: unknown }[] {
  const records: { readonly [field: string]: unknown }[] = [];
  forEachRow(batch, (row) => records.push(readRecord(batch, row)));
  return records;
}

/** Bytes of the live rows of a field (default: `body`, else all bytes columns); what a byte capacity counts. */
export function byteSize(batch: Batch, field?: string): number {
  let total = 0;
  const wanted = field ?? (batch.columns.has('body') ? 'body' : undefined);
  for (const [name, column] of batch.columns) {
    if (wanted !== undefined && name !== wanted) continue;
    total += columnBytes(batch, column);
  }
  return total;
}

function columnBytes(batch: Batch, column: Column): number {
  if (column.kind === 'bytes') {
    const { starts, ends } = column;
    const selection = batch.selection;
    let total = 0;
    if (!selection && column.gap !== undefined) return spanOf(column, batch.rows);
    if (selection) {
      for (let i = 0; i < selection.length; i++) {
        const row = selection[i] as number;
        total += (ends[row] as number) - (starts[row] as number);
      }
    } else {
      for (let row = 0; row < batch.rows; row++) total += (ends[row] as number) - (starts[row] as number);
    }
    return total;
  }
  if (column.kind === 'word') return wordBytes(batch, column);
  if (column.kind === 'number') return 8 * (batch.selection ? batch.selection.length : batch.rows);
  if (column.kind === 'headers') return 0;
  if (column.kind === 'constant') {
    const each = typeof column.value === 'string' ? column.value.length : 8;
    return each * (batch.selection ? batch.selection.length : batch.rows);
  }
  const { values } = column;
  const { selection } = batch;
  const live = selection ? selection.length : batch.rows;
  let total = 0;
  for (let i = 0; i < live; i++) {
    const value = values[selection ? (selection[i] as number) : i];
    total += typeof value === 'string' ? value.length : 8;
  }
  return total;
}

/** Bytes of rows that lie one after the other, without what is between them. */
function spanOf({ starts, ends, gap = 0 }: BytesColumn, rows: number): number {
  return rows === 0 ? 0 : (ends[rows - 1] as number) - (starts[0] as number) - gap * (rows - 1);
}

function wordBytes({ selection, rows }: Batch, { ids, table, byteLength }: WordColumn): number {
  if (byteLength !== undefined && !selection && rows === ids.length) return byteLength;
  const lengths = table.lengths();
  const live = selection ? selection.length : rows;
  let total = 0;
  for (let i = 0; i < live; i++)
    total += lengths[ids[selection ? (selection[i] as number) : i] as number] as number;
  return total;
}
