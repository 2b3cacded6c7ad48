import type { Batch, BytesColumn, Column } from '../batch.ts';
import { liveRows } from '../batch.ts';
import { readValue } from '../batch-read.ts';
import { decodeUtf8 } from '../text.ts';
import type { ByteWriter } from './byte-writer.ts';

const kinds = { bytes: 1, number: 2, value: 3, constant: 4, headers: 5 } as const;

/**
 * Writes the live rows of a batch: rows, columns, time, then each column. Texts stay bytes, and rows that lie one
 * after the other are one copy.
 */
export function encodeBatch(batch: Batch, into: ByteWriter): void {
  const at = into.reserve(16);
  into.word(at, liveRows(batch));
  into.word(at + 4, batch.columns.size);
  into.double(at + 8, batch.ingestMs);
  for (const [name, column] of batch.columns) encodeColumn(batch, name, column, into);
}

function encodeColumn(batch: Batch, name: string, column: Column, into: ByteWriter): void {
  into.text(name);
  const at = into.reserve(8);
  into.word(at + 4, 0);
  switch (column.kind) {
    case 'bytes':
      into.word(at, kinds.bytes);
      encodeBytes(batch, column, into);
      return;
    case 'number': {
      into.word(at, kinds.number);
      const live = liveRows(batch);
      const to = into.reserve(8 * live) >>> 3;
      for (let i = 0; i < live; i++) into.doubles[to + i] = column.values[physical(batch, i)] as number;
      return;
    }
    case 'word':
    case 'value': {
      into.word(at, kinds.value);
      const values: unknown[] = [];
      const live = liveRows(batch);
      for (let i = 0; i < live; i++) values.push(readValue(column, physical(batch, i)) ?? null);
      into.text(JSON.stringify(values));
      return;
    }
    case 'constant':
      into.word(at, kinds.constant);
      into.text(JSON.stringify(column.value ?? null));
      return;
    case 'headers':
      into.word(at, kinds.headers);
      into.word(at + 4, column.headers.size);
      for (const [header, inner] of column.headers) encodeColumn(batch, header, inner, into);
  }
}

/** Bytes, gap between rows, whether ASCII; ends of rows; the bytes. */
function encodeBytes(batch: Batch, column: BytesColumn, into: ByteWriter): void {
  const live = liveRows(batch);
  const head = into.reserve(16);
  const ends = into.reserve(4 * live);
  if ((live & 1) === 1) into.word(ends + 4 * live, 0);
  const isSpan = batch.selection === undefined && column.gap !== undefined;
  const gap = isSpan ? (column.gap as number) : 0;
  const length = isSpan ? writeSpan(column, live, ends, into) : writeRuns(batch, column, ends, into);
  into.word(head, length);
  into.word(head + 4, gap);
  into.word(head + 8, column.isAscii ? 1 : 0);
  into.word(head + 12, 0);
}

/** Rows with the same bytes between them: one copy, separators and all. */
function writeSpan(column: BytesColumn, live: number, endsAt: number, into: ByteWriter): number {
  if (live === 0) return 0;
  const from = column.starts[0] as number;
  const end = column.ends[live - 1] as number;
  const at = into.reserve(end - from);
  const words = into.words;
  const ends = endsAt >>> 2;
  for (let i = 0; i < live; i++) words[ends + i] = (column.ends[i] as number) - from;
  into.copy(column.bytes, from, end, at);
  into.pad(at + end - from);
  return end - from;
}

function writeRuns(batch: Batch, column: BytesColumn, endsAt: number, into: ByteWriter): number {
  const live = liveRows(batch);
  const { starts, ends, bytes } = column;
  let length = 0;
  const to = endsAt >>> 2;
  for (let i = 0; i < live; i++) {
    const row = physical(batch, i);
    length += (ends[row] as number) - (starts[row] as number);
    into.words[to + i] = length;
  }
  const at = into.reserve(length);
  let out = at;
  for (let i = 0; i < live; ) {
    const row = physical(batch, i);
    const from = starts[row] as number;
    let end = ends[row] as number;
    for (i++; i < live && starts[physical(batch, i)] === end; i++) end = ends[physical(batch, i)] as number;
    into.copy(bytes, from, end, out);
    out += end - from;
  }
  into.pad(out);
  return length;
}

function physical(batch: Batch, index: number): number {
  return batch.selection ? (batch.selection[index] as number) : index;
}

/** A batch as `encodeBatch` wrote it; its columns are views of `bytes`, which begin at a multiple of 8. */
export function decodeBatch(bytes: Uint8Array): Batch {
  const reader = new Reader(bytes);
  const rows = reader.word();
  const count = reader.word();
  const ingestMs = reader.double();
  const columns = new Map<string, Column>();
  for (let i = 0; i < count; i++) {
    const name = reader.text();
    columns.set(name, readColumn(reader, rows));
  }
  return { rows, selection: undefined, columns, ingestMs };
}

function readColumn(reader: Reader, rows: number): Column {
  const kind = reader.word();
  const size = reader.word();
  switch (kind) {
    case kinds.bytes:
      return readBytesColumn(reader, rows);
    case kinds.number:
      return { kind: 'number', values: reader.doubles(rows) };
    case kinds.value:
      return { kind: 'value', values: JSON.parse(reader.text()) as unknown[] };
    case kinds.constant:
      return { kind: 'constant', value: JSON.parse(reader.text()) as unknown };
    case kinds.headers: {
      const headers = new Map<string, Column>();
      for (let i = 0; i < size; i++) {
        const name = reader.text();
        headers.set(name, readColumn(reader, rows));
      }
      return { kind: 'headers', headers };
    }
    default:
      throw new Error(`A batch has no column of kind ${kind}`);
  }
}

function readBytesColumn(reader: Reader, rows: number): BytesColumn {
  const length = reader.word();
  const gap = reader.word();
  const isAscii = reader.word() === 1;
  reader.word();
  const ends = reader.words(rows);
  const starts = new Uint32Array(rows);
  for (let i = 1; i < rows; i++) starts[i] = (ends[i - 1] as number) + gap;
  return { kind: 'bytes', bytes: reader.bytes(length), starts, ends, isAscii, gap };
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  word(): number {
    const value = this.#view.getUint32(this.#at, true);
    this.#at += 4;
    return value;
  }

  double(): number {
    const value = this.#view.getFloat64(this.#at, true);
    this.#at += 8;
    return value;
  }

  text(): string {
    const length = this.word();
    this.#at += 4;
    const at = this.#at;
    this.#at += (length + 7) & ~7;
    return decodeUtf8(this.#bytes, at, at + length);
  }

  words(count: number): Uint32Array {
    const view = new Uint32Array(this.#bytes.buffer as ArrayBuffer, this.#bytes.byteOffset + this.#at, count);
    this.#at += (4 * count + 7) & ~7;
    return view;
  }

  doubles(count: number): Float64Array {
    const view = new Float64Array(
      this.#bytes.buffer as ArrayBuffer,
      this.#bytes.byteOffset + this.#at,
      count,
    );
    this.#at += 8 * count;
    return view;
  }

  bytes(length: number): Uint8Array {
    const view = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += (length + 7) & ~7;
    return view;
  }
}
