import { type Batch, type BytesColumn, type Column, liveRows, type WordColumn } from './batch.ts';
import { readValue } from './batch-read.ts';
import type { WordNews } from './keyed/word-links.ts';
import type { WordTable } from './keyed/word-table.ts';
import { copyBytes, encodeUtf8 } from './text.ts';

/** A column on its way to another thread: where it lies in the buffer, or values that are cloned. */
type PackedColumn =
  | {
      readonly name: string;
      readonly kind: 'bytes';
      readonly isAscii: boolean;
      /** Byte offset of the ends, one uint32 a row, and of the text. */
      readonly ends: number;
      readonly text: number;
    }
  | { readonly name: string; readonly kind: 'number'; readonly at: number }
  /** Numbers of words, one int32 a row, and what has to be known of their table. */
  | { readonly name: string; readonly kind: 'word'; readonly at: number; readonly news: WordNews }
  | { readonly name: string; readonly kind: 'value'; readonly values: readonly unknown[] }
  | { readonly name: string; readonly kind: 'constant'; readonly value: unknown }
  | { readonly name: string; readonly kind: 'headers'; readonly columns: readonly PackedColumn[] };

/**
 * The live rows of a batch as one block of memory that can be handed to another thread without copying; structured
 * clone does the rest.
 */
export interface PackedBatch {
  readonly rows: number;
  readonly ingestMs: number;
  readonly buffer: ArrayBuffer;
  /** Byte offset of the roots, one int32 a row. */
  readonly roots: number | undefined;
  readonly columns: readonly PackedColumn[];
}

/** A column with its dead rows gone, before it has a place in the buffer. */
type Part =
  | { readonly name: string; readonly kind: 'text'; readonly text: TextPart }
  | { readonly name: string; readonly kind: 'number'; readonly values: Float64Array }
  | { readonly name: string; readonly kind: 'word'; readonly ids: Int32Array; readonly news: WordNews }
  | { readonly name: string; readonly kind: 'value'; readonly values: readonly unknown[] }
  | { readonly name: string; readonly kind: 'constant'; readonly value: unknown }
  | { readonly name: string; readonly kind: 'headers'; readonly parts: readonly Part[] };

interface TextPart {
  readonly isAscii: boolean;
  /** Bytes of all rows together. */
  readonly length: number;
  /** Writes the text and the end of each row. */
  write(into: Uint8Array, ends: Uint32Array): void;
}

/** Packs the live rows of a batch; `newsOf` says what the other side has to be told of a word table. */
export function packBatch(batch: Batch, newsOf: (table: WordTable) => WordNews): PackedBatch {
  const rows = liveRows(batch);
  const parts = [...batch.columns].map(([name, column]) => partOf(name, column, batch, newsOf));
  const size = parts.reduce((sum, part) => sum + sizeOf(part, rows), batch.roots ? aligned(rows * 4) : 0);
  const buffer = new ArrayBuffer(size);
  let at = 0;
  let roots: number | undefined;
  if (batch.roots) {
    roots = 0;
    const into = new Int32Array(buffer, 0, rows);
    const { selection } = batch;
    if (selection) for (let i = 0; i < rows; i++) into[i] = batch.roots[selection[i] as number] as number;
    else into.set(batch.roots.subarray(0, rows));
    at = aligned(rows * 4);
  }
  const place = (part: Part): PackedColumn => {
    const { name } = part;
    switch (part.kind) {
      case 'text': {
        const ends = at;
        const text = ends + rows * 4;
        part.text.write(new Uint8Array(buffer, text, part.text.length), new Uint32Array(buffer, ends, rows));
        at += sizeOf(part, rows);
        return { name, kind: 'bytes', isAscii: part.text.isAscii, ends, text };
      }
      case 'number': {
        new Float64Array(buffer, at, rows).set(part.values);
        const packed = { name, kind: 'number', at } as const;
        at += rows * 8;
        return packed;
      }
      case 'word': {
        new Int32Array(buffer, at, rows).set(part.ids);
        const packed = { name, kind: 'word', at, news: part.news } as const;
        at += sizeOf(part, rows);
        return packed;
      }
      case 'headers':
        return { name, kind: 'headers', columns: part.parts.map(place) };
      default:
        return part;
    }
  };
  return { rows, ingestMs: batch.ingestMs, buffer, roots, columns: parts.map(place) };
}

/** The batch again; its columns are views of the buffer. `wordsOf` takes the news of a table. */
export function unpackBatch(
  packed: PackedBatch,
  wordsOf: (news: WordNews, ids: Int32Array) => Column,
): Batch {
  const { rows, buffer, ingestMs } = packed;
  const columns = new Map(
    packed.columns.map((column) => [column.name, unpacked(column, packed, wordsOf)] as const),
  );
  const batch = { rows, selection: undefined, columns, ingestMs };
  return packed.roots === undefined ? batch : { ...batch, roots: new Int32Array(buffer, packed.roots, rows) };
}

function unpacked(
  column: PackedColumn,
  { rows, buffer }: Pick<PackedBatch, 'rows' | 'buffer'>,
  wordsOf: (news: WordNews, ids: Int32Array) => Column,
): Column {
  switch (column.kind) {
    case 'bytes': {
      const ends = new Uint32Array(buffer, column.ends, rows);
      const starts = new Uint32Array(rows);
      if (rows > 1) starts.set(ends.subarray(0, rows - 1), 1);
      const length = rows === 0 ? 0 : (ends[rows - 1] as number);
      const bytes = new Uint8Array(buffer, column.text, length);
      return { kind: 'bytes', bytes, starts, ends, isAscii: column.isAscii, gap: 0 };
    }
    case 'number':
      return { kind: 'number', values: new Float64Array(buffer, column.at, rows) };
    case 'word':
      return wordsOf(column.news, new Int32Array(buffer, column.at, rows));
    case 'value':
    case 'constant':
      return column.kind === 'value'
        ? { kind: 'value', values: column.values }
        : { kind: 'constant', value: column.value };
    case 'headers':
      return {
        kind: 'headers',
        headers: new Map(
          column.columns.map((inner) => [inner.name, unpacked(inner, { rows, buffer }, wordsOf)] as const),
        ),
      };
  }
}

function aligned(bytes: number): number {
  return (bytes + 7) & ~7;
}

function sizeOf(part: Part, rows: number): number {
  switch (part.kind) {
    case 'text':
      return aligned(rows * 4 + part.text.length);
    case 'number':
      return rows * 8;
    case 'word':
      return aligned(rows * 4);
    case 'headers':
      return part.parts.reduce((sum, inner) => sum + sizeOf(inner, rows), 0);
    default:
      return 0;
  }
}

function partOf(name: string, column: Column, batch: Batch, newsOf: (table: WordTable) => WordNews): Part {
  const rows = liveRows(batch);
  switch (column.kind) {
    case 'bytes':
      return { name, kind: 'text', text: bytesPart(column, batch) };
    case 'word':
      return { name, kind: 'word', ids: idsOf(column, batch), news: newsOf(column.table) };
    case 'number': {
      const { selection } = batch;
      if (!selection) return { name, kind: 'number', values: column.values.subarray(0, rows) };
      return {
        name,
        kind: 'number',
        values: Float64Array.from(selection, (row) => column.values[row] as number),
      };
    }
    case 'constant':
      return { name, kind: 'constant', value: column.value };
    case 'value': {
      const values = Array.from({ length: rows }, (_, i) =>
        readValue(column, batch.selection ? (batch.selection[i] as number) : i),
      );
      return values.length > 0 && values.every(isPlainText)
        ? { name, kind: 'text', text: stringsPart(values) }
        : { name, kind: 'value', values };
    }
    case 'headers': {
      const parts = [...column.headers].map(([header, inner]) => partOf(header, inner, batch, newsOf));
      return { name, kind: 'headers', parts };
    }
  }
}

/** A lone surrogate has no UTF-8 form: such a text is cloned as it is. */
function isPlainText(value: unknown): value is string {
  return typeof value === 'string' && !/\p{Surrogate}/u.test(value);
}

function bytesPart(column: BytesColumn, batch: Batch): TextPart {
  const { selection } = batch;
  const rows = liveRows(batch);
  const { starts, ends, bytes, isAscii } = column;
  let length = 0;
  for (let i = 0; i < rows; i++) {
    const row = selection ? (selection[i] as number) : i;
    length += (ends[row] as number) - (starts[row] as number);
  }
  return {
    isAscii,
    length,
    write(into, endsInto) {
      let at = 0;
      for (let i = 0; i < rows; i++) {
        const row = selection ? (selection[i] as number) : i;
        const [start, end] = [starts[row] as number, ends[row] as number];
        copyBytes(bytes, { start, end }, into, at);
        at += end - start;
        endsInto[i] = at;
      }
    },
  };
}

function idsOf({ ids }: WordColumn, { selection, rows }: Batch): Int32Array {
  return selection ? Int32Array.from(selection, (row) => ids[row] as number) : ids.subarray(0, rows);
}

function stringsPart(values: readonly string[]): TextPart {
  const texts = values.map((value) => encodeUtf8(value));
  let isAscii = true;
  let length = 0;
  for (const [i, text] of texts.entries()) {
    length += text.length;
    if (text.length !== (values[i] as string).length) isAscii = false;
  }
  return {
    isAscii,
    length,
    write(into, ends) {
      let at = 0;
      for (const [i, text] of texts.entries()) {
        into.set(text, at);
        at += text.length;
        ends[i] = at;
      }
    },
  };
}
