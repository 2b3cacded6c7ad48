import type { Batch, BytesColumn, Column, HeadersColumn } from './batch.ts';
import { splitLines } from './line-splitter.ts';
import { encodeUtf8, isAscii, isAsciiText, writeUtf8 } from './text.ts';

/** What every batch carries besides its columns. */
export interface BatchOptions {
  readonly ingestMs: number;
  /** Field the lines land in; default `body`. */
  readonly field?: string;
  /** Adds an empty `headers` column, so that the batch fits the event schema; default true when the field is `body`. */
  readonly hasHeaders?: boolean;
}

const noHeaders: HeadersColumn = { kind: 'headers', headers: new Map() };

/** A batch of columns; all of them have at least `rows` rows. */
export function createBatch(columns: ReadonlyMap<string, Column>, rows: number, ingestMs: number): Batch {
  return { rows, selection: undefined, columns, ingestMs };
}

/** A batch without rows. */
export function emptyBatch(ingestMs: number): Batch {
  return { rows: 0, selection: undefined, columns: new Map(), ingestMs };
}

/** A batch with one bytes column under `field`. */
export function bytesBatch(column: BytesColumn, options: BatchOptions): Batch {
  const field = options.field ?? 'body';
  const columns = new Map<string, Column>();
  if (options.hasHeaders ?? field === 'body') columns.set('headers', noHeaders);
  columns.set(field, column);
  return createBatch(columns, column.starts.length, options.ingestMs);
}

/** One record per line of a text or of bytes; a last line without `\n` counts, `\n` itself belongs to no line. */
export function batchOfLines(lines: string | Uint8Array, options: BatchOptions): Batch {
  const bytes = typeof lines === 'string' ? encodeUtf8(lines) : lines;
  return bytesBatch(splitLines(bytes), options);
}

/** One record per index of the arrays; all arrays have one length. */
export function batchOfValues(
  fields: { readonly [field: string]: readonly unknown[] | Float64Array },
  ingestMs: number,
): Batch {
  const columns = new Map<string, Column>();
  let rows = 0;
  for (const [name, values] of Object.entries(fields)) {
    rows = values.length;
    columns.set(
      name,
      values instanceof Float64Array ? { kind: 'number', values } : { kind: 'value', values },
    );
  }
  return createBatch(columns, rows, ingestMs);
}

/** A bytes column of texts, one row each. */
export function textColumn(texts: readonly string[]): BytesColumn {
  let units = 0;
  let ascii = true;
  for (const text of texts) {
    units += text.length;
    if (ascii && !isAsciiText(text)) ascii = false;
  }
  const bytes = new Uint8Array(ascii ? units : units * 3);
  const starts = new Uint32Array(texts.length);
  const ends = new Uint32Array(texts.length);
  let at = 0;
  texts.forEach((text, row) => {
    starts[row] = at;
    if (text.length > 0) at += writeUtf8(bytes, text, at);
    ends[row] = at;
  });
  return { kind: 'bytes', bytes, starts, ends, isAscii: ascii };
}

/** A bytes column of byte strings, copied into one slab. */
export function bodyColumn(bodies: readonly Uint8Array[]): BytesColumn {
  let length = 0;
  for (const body of bodies) length += body.length;
  const bytes = new Uint8Array(length);
  const starts = new Uint32Array(bodies.length);
  const ends = new Uint32Array(bodies.length);
  let at = 0;
  bodies.forEach((body, row) => {
    starts[row] = at;
    bytes.set(body, at);
    at += body.length;
    ends[row] = at;
  });
  return { kind: 'bytes', bytes, starts, ends, isAscii: isAscii(bytes) };
}

/** A batch of Flume events. `headers` holds one object per event; keys an event lacks are absent. */
export function eventBatch(
  body: BytesColumn | readonly Uint8Array[] | readonly string[],
  headers: readonly { readonly [name: string]: string }[] | undefined,
  ingestMs: number,
): Batch {
  const column = toBodyColumn(body);
  const columns = new Map<string, Column>();
  columns.set('headers', headers ? headersColumn(headers) : noHeaders);
  columns.set('body', column);
  return createBatch(columns, column.starts.length, ingestMs);
}

function toBodyColumn(body: BytesColumn | readonly Uint8Array[] | readonly string[]): BytesColumn {
  if ('kind' in body) return body;
  return typeof body[0] === 'string'
    ? textColumn(body as readonly string[])
    : bodyColumn(body as readonly Uint8Array[]);
}

/** Headers of rows as columns. */
export function headersColumn(rows: readonly { readonly [name: string]: string }[]): HeadersColumn {
  const values = new Map<string, (string | undefined)[]>();
  rows.forEach((row, index) => {
    for (const name of Object.keys(row)) {
      let list = values.get(name);
      if (!list) values.set(name, (list = new Array<string | undefined>(rows.length).fill(undefined)));
      list[index] = row[name];
    }
  });
  const headers = new Map<string, Column>();
  for (const [name, list] of values) headers.set(name, { kind: 'value', values: list });
  return { kind: 'headers', headers };
}

/** The batch with one column set; nothing is copied. */
export function withColumn(batch: Batch, field: string, column: Column): Batch {
  const columns = new Map(batch.columns);
  columns.set(field, column);
  return { ...batch, columns };
}

/** The batch with one header set on all rows (`undefined` in the column: the event lacks it); nothing is copied. */
export function withHeader(batch: Batch, name: string, column: Column): Batch {
  const present = batch.columns.get('headers');
  const headers = new Map(present?.kind === 'headers' ? present.headers : undefined);
  headers.set(name, column);
  return withColumn(batch, 'headers', { kind: 'headers', headers });
}

/** The batch without one header. */
export function withoutHeader(batch: Batch, name: string): Batch {
  const present = batch.columns.get('headers');
  if (present?.kind !== 'headers' || !present.headers.has(name)) return batch;
  const headers = new Map(present.headers);
  headers.delete(name);
  return withColumn(batch, 'headers', { kind: 'headers', headers });
}
