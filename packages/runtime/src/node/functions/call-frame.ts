import type { Batch, BytesColumn, Column } from '../../batch.ts';
import { columnOf, readBytesText, readValue } from '../../batch-read.ts';
import type { FunctionFailure, FunctionProgram } from '../../functions/contract.ts';

/** Rows a call carries at most. */
export const mostRows = 8192;
/** Bytes a call carries about at most. */
const mostBytes = 4 << 20;

const padding = new Uint8Array(8);

/** Live rows [from, from + count) of a batch, as physical rows. */
export function rowsOf(batch: Batch, from: number, count: number): Uint32Array {
  if (batch.selection) return batch.selection.subarray(from, from + count);
  const rows = new Uint32Array(count);
  for (let i = 0; i < count; i++) rows[i] = from + i;
  return rows;
}

/** Lays out a call; text goes as the bytes it is, where it can. */
export function encodeCall(
  batch: Batch,
  rows: Uint32Array,
  call: {
    readonly id: number;
    readonly fields: readonly string[];
    readonly nowMs: number;
    readonly seed: number;
  },
): Uint8Array[] {
  const head = new DataView(new ArrayBuffer(24));
  head.setUint32(0, call.id, true);
  head.setUint32(4, rows.length, true);
  head.setFloat64(8, call.nowMs, true);
  head.setInt32(16, call.seed, true);
  const pieces: Uint8Array[] = [new Uint8Array(head.buffer)];
  for (const field of call.fields) encodeColumn(columnOf(batch, field), rows, pieces);
  return pieces;
}

/** How many of the rows fit into a call. */
export function fitting(batch: Batch, rows: Uint32Array): number {
  let bytes = 0;
  for (const column of batch.columns.values()) {
    if (column.kind !== 'bytes') continue;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      bytes += (column.ends[row] as number) - (column.starts[row] as number);
      if (bytes > mostBytes) return Math.max(1, i);
    }
  }
  return rows.length;
}

function encodeColumn(column: Column | undefined, rows: Uint32Array, into: Uint8Array[]): void {
  if (column?.kind === 'bytes' && column.isAscii) {
    asciiColumn(column, rows, into);
    return;
  }
  if (column?.kind === 'number') {
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i] as number] as number;
    push(2, [asBytes(values)], into);
    return;
  }
  const values = new Array<unknown>(rows.length);
  let areTexts = true;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const value =
      column === undefined
        ? null
        : column.kind === 'bytes'
          ? readBytesText(column, row)
          : (readValue(column, row) ?? null);
    values[i] = value;
    if (typeof value !== 'string') areTexts = false;
  }
  if (areTexts) textColumnOf(values as string[], into);
  else push(3, [Buffer.from(JSON.stringify(values))], into);
}

/** One stretch of memory from the first to the last row; where rows lie far apart they are brought together. */
function asciiColumn({ bytes, starts, ends }: BytesColumn, rows: Uint32Array, into: Uint8Array[]): void {
  const count = rows.length;
  const cuts = new Uint32Array(count * 2);
  let low = 0xffffffff;
  let high = 0;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i] as number;
    const start = starts[row] as number;
    const end = ends[row] as number;
    cuts[i] = start;
    cuts[count + i] = end;
    sum += end - start;
    if (start < low) low = start;
    if (end > high) high = end;
  }
  if (high - low <= 2 * sum + 4096) {
    for (let i = 0; i < cuts.length; i++) cuts[i] = (cuts[i] as number) - low;
    push(0, [asBytes(cuts), bytes.subarray(low, high)], into, high - low);
    return;
  }
  const text = new Uint8Array(sum);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const part = bytes.subarray(cuts[i], cuts[count + i]);
    text.set(part, at);
    cuts[i] = at;
    at += part.length;
    cuts[count + i] = at;
  }
  push(0, [asBytes(cuts), text], into, sum);
}

function textColumnOf(texts: readonly string[], into: Uint8Array[]): void {
  const cuts = new Uint32Array(texts.length * 2);
  let at = 0;
  for (let i = 0; i < texts.length; i++) {
    cuts[i] = at;
    at += (texts[i] as string).length;
    cuts[texts.length + i] = at;
  }
  const bytes = Buffer.from(texts.join(''));
  push(bytes.length === at ? 0 : 1, [asBytes(cuts), bytes], into, bytes.length);
}

/** `size` is what the reader is told: of the text alone where cuts go before it. */
function push(kind: number, parts: readonly Uint8Array[], into: Uint8Array[], size?: number): void {
  const head = new Uint32Array(2);
  let bytes = 0;
  for (const part of parts) bytes += part.length;
  head[0] = kind;
  head[1] = size ?? bytes;
  into.push(asBytes(head), ...parts);
  const rest = (8 - (bytes & 7)) & 7;
  if (rest > 0) into.push(padding.subarray(0, rest));
}

function asBytes(view: Float64Array | Uint32Array): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** What a call gave. */
export interface CallAnswer {
  /** Rows that were done, from the first. */
  readonly done: number;
  /** Records, their `roots` those of the rows they came from. */
  readonly batch: Batch;
  /** Those of the other streams. */
  readonly streams: readonly Batch[];
  readonly failures: readonly FunctionFailure[];
  readonly logs: readonly string[];
}

/** Reads the body of an answer; its columns are views of it. */
export function decodeAnswer(
  body: ArrayBuffer,
  call: { readonly batch: Batch; readonly rows: Uint32Array; readonly program: FunctionProgram },
): CallAnswer {
  const view = new DataView(body);
  const { batch, rows, program } = call;
  const done = view.getUint32(0, true);
  const given = view.getUint32(4, true);
  const hasOrigins = view.getUint32(8, true) === 1;
  const columnCount = view.getUint32(12, true);
  let at = 16;
  const origins = hasOrigins ? new Uint32Array(body, at, given) : undefined;
  if (origins) at += given * 4;
  at = (at + 7) & ~7;
  const columns = new Map<string, Column>();
  for (let i = 0; i < columnCount; i++) {
    const read = decodeColumn(body, at, given);
    columns.set((program.outputs[i] as { readonly name: string }).name, read.column);
    at = (read.end + 7) & ~7;
  }
  const streams = (program.streams ?? []).map(({ outputs }): Batch => {
    const count = view.getUint32(at, true);
    const from = new Uint32Array(body, at + 4, count);
    at = (at + 4 + count * 4 + 7) & ~7;
    const own = new Map<string, Column>();
    for (const { name } of outputs) {
      const read = decodeColumn(body, at, count);
      own.set(name, read.column);
      at = (read.end + 7) & ~7;
    }
    const made: Batch = { rows: count, selection: undefined, columns: own, ingestMs: batch.ingestMs };
    if (batch.roots === undefined) return made;
    const all = batch.roots;
    return { ...made, roots: Int32Array.from(from, (index) => all[rows[index] as number] as number) };
  });
  const length = view.getUint32(at, true);
  const troubles = readTroubles(Buffer.from(body, at + 4, length).toString('utf8'), rows);
  const rowAt = (index: number): number => rows[origins ? (origins[index] as number) : index] as number;
  if (program.shape === 'filter') {
    const selection = new Uint32Array(given);
    for (let i = 0; i < given; i++) selection[i] = rowAt(i);
    return { done, batch: { ...batch, selection }, streams, ...troubles };
  }
  const made: Batch = { rows: given, selection: undefined, columns, ingestMs: batch.ingestMs };
  if (batch.roots === undefined) return { done, batch: made, streams, ...troubles };
  const roots = new Int32Array(given);
  for (let i = 0; i < given; i++) roots[i] = batch.roots[rowAt(i)] as number;
  return { done, batch: { ...made, roots }, streams, ...troubles };
}

function decodeColumn(
  body: ArrayBuffer,
  from: number,
  given: number,
): { readonly column: Column; readonly end: number } {
  const view = new DataView(body);
  const kind = view.getUint32(from, true);
  let at = from + 4;
  if (kind === 2) {
    const bytes = view.getUint32(at, true);
    at += 4;
    return { column: { kind: 'number', values: new Float64Array(body, at, given) }, end: at + bytes };
  }
  if (kind === 3) {
    const length = view.getUint32(at, true);
    const values = JSON.parse(Buffer.from(body, at + 4, length).toString('utf8')) as unknown[];
    return { column: { kind: 'value', values }, end: at + 4 + length };
  }
  const ends = new Uint32Array(body, at, given);
  at += given * 4;
  const length = view.getUint32(at, true);
  at += 4;
  const starts = new Uint32Array(given);
  if (given > 0) starts.set(ends.subarray(0, given - 1), 1);
  const bytes = new Uint8Array(body, at, length);
  return { column: { kind: 'bytes', bytes, starts, ends, isAscii: kind === 0, gap: 0 }, end: at + length };
}

function readTroubles(
  text: string,
  rows: Uint32Array,
): { readonly failures: readonly FunctionFailure[]; readonly logs: readonly string[] } {
  if (text === '') return { failures: [], logs: [] };
  const { failures, logs } = JSON.parse(text) as {
    readonly failures: readonly FunctionFailure[];
    readonly logs: readonly string[];
  };
  return { failures: failures.map((failure) => ({ ...failure, row: rows[failure.row] as number })), logs };
}
