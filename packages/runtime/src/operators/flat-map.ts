import type { FlatMapOperator } from '@sluice/ir';
import type { Batch, BytesColumn, Column } from '../batch.ts';
import { liveRows } from '../batch.ts';
import { sliceBatch } from '../batch-cut.ts';
import { columnOf, readValue } from '../batch-read.ts';
import { type NumberedWords, WordTable } from '../keyed/word-table.ts';
import { compileLoop, liveColumns } from '../logic/compile-logic.ts';
import { type ByteCut, cutPath } from '../plan/cut-path.ts';
import { rootsOfParents } from '../roots.ts';
import type { Slab } from '../slab.ts';
import { JsonItems } from './json-items.ts';
import type { Transform, TransformOptions } from './transform.ts';

/**
 * Emits one record for each item of a list. Fields of the input that the output schema names are repeated.
 * `split` and `words` over bytes give slices of the same slab: no text is decoded, nothing is copied.
 */
export function createFlatMap(operator: FlatMapOperator, options: TransformOptions): Transform {
  const output = operator.outputs[0]?.name ?? 'out';
  const field = operator.field.name;
  const repeated = (operator.outputs[0]?.schema.fields ?? [])
    .map((other) => other.name)
    .filter((name) => name !== field && options.input.fields.some((own) => own.name === name));
  const { uses, loop, logics } = compileLoop([operator.each], options.input, options.now);
  const path = cutPath(logics[0]?.tree, options.isCounted === true);
  const { cut } = path;
  const words = path.kind === 'words' ? new WordTable(options.kernels) : undefined;
  const json = path.kind === 'json' ? new JsonItems(options.kernels, path.path) : undefined;
  return {
    process(batch, _input, emit) {
      const live = liveRows(batch);
      if (live === 0) return;
      const give = (from: Batch, items: Items): void => {
        if (items.count > 0) emit(output, assemble(from, items, field, repeated));
        items.slab?.release();
      };
      let done = 0;
      if (words && cut) {
        const hasParents = repeated.length > 0 || batch.roots !== undefined;
        const copies = repeated.length > 0;
        done = numberWords(batch, { cut, table: words, hasParents, copies }, (items) => give(batch, items));
      }
      if (json && path.kind === 'json')
        done = findTexts(batch, path.field, json, (items) => give(batch, items));
      if (done === live) return;
      const rest = sliceBatch(batch, done, live - done);
      give(rest, (cut && cutBytes(rest, cut)) ?? listItems(rest, uses, loop));
    },
  };
}

interface Items {
  readonly column: Column;
  readonly count: number;
  /** Physical row of the input each item came from; empty where nobody asks. */
  readonly parents: Uint32Array;
  /** The memory the column and the parents lie in, if it is not that of the batch; held once. */
  readonly slab?: Slab | undefined;
}

function assemble(batch: Batch, items: Items, field: string, repeated: readonly string[]): Batch {
  const rows = items.count;
  const columns = new Map<string, Column>();
  for (const name of repeated) {
    const column = batch.columns.get(name);
    if (column) columns.set(name, repeatColumn(column, items.parents));
  }
  columns.set(field, items.column);
  const { roots: own, slab: text, ingestMs } = batch;
  const slab = items.slab ?? text;
  return {
    rows,
    selection: undefined,
    columns,
    ingestMs,
    ...(slab && { slab }),
    ...(own && { roots: rootsOfParents(own, items.parents) }),
  };
}

function repeatColumn(column: Column, parents: Uint32Array): Column {
  switch (column.kind) {
    case 'constant':
      return column;
    case 'bytes': {
      const starts = new Uint32Array(parents.length);
      const ends = new Uint32Array(parents.length);
      for (let i = 0; i < parents.length; i++) {
        starts[i] = column.starts[parents[i] as number] as number;
        ends[i] = column.ends[parents[i] as number] as number;
      }
      return { kind: 'bytes', bytes: column.bytes, starts, ends, isAscii: column.isAscii };
    }
    case 'headers': {
      const headers = new Map<string, Column>();
      for (const [name, inner] of column.headers) headers.set(name, repeatColumn(inner, parents));
      return { kind: 'headers', headers };
    }
    case 'word': {
      const ids = new Int32Array(parents.length);
      for (let i = 0; i < parents.length; i++) ids[i] = column.ids[parents[i] as number] as number;
      return { kind: 'word', ids, table: column.table };
    }
    case 'number':
    case 'value': {
      const values = new Array<unknown>(parents.length);
      for (let i = 0; i < parents.length; i++) values[i] = readValue(column, parents[i] as number);
      return { kind: 'value', values };
    }
  }
}

function listItems(
  batch: Batch,
  uses: readonly string[],
  loop: ReturnType<typeof compileLoop>['loop'],
): Items {
  const live = liveRows(batch);
  const lists = new Array<unknown>(live);
  loop(liveColumns(uses, batch), undefined, live, [lists]);
  let count = 0;
  for (let i = 0; i < live; i++) {
    const list = lists[i];
    if (Array.isArray(list)) count += list.length;
  }
  const parents = new Uint32Array(count);
  const values = new Array<unknown>(count);
  let at = 0;
  for (let i = 0; i < live; i++) {
    const list = lists[i];
    if (!Array.isArray(list)) continue;
    const row = batch.selection ? (batch.selection[i] as number) : i;
    for (const item of list as unknown[]) {
      values[at] = item;
      parents[at++] = row;
    }
  }
  return { column: { kind: 'value', values }, count, parents };
}

/**
 * Gives the words of rows from the first on, by number; returns how many rows are done. None when the column is not ASCII
 * bytes, not all when there are more words than can be numbered.
 */
function numberWords(
  batch: Batch,
  how: {
    readonly cut: ByteCut;
    readonly table: WordTable;
    readonly hasParents: boolean;
    readonly copies: boolean;
  },
  give: (items: Items) => void,
): number {
  const { cut, table, hasParents, copies } = how;
  const column = columnOf(batch, cut.field);
  if (column?.kind !== 'bytes' || !column.isAscii) return 0;
  const live = liveRows(batch);
  let from = 0;
  while (from < live) {
    const words = table.cut(column, batch, { from, hasParents });
    if (!words) break;
    from += words.rows;
    give(copies ? ownItems(words, table) : itemsOf(words, table));
  }
  return from;
}

/** Gives the texts in JSON of rows from the first on; returns how many rows are done. */
function findTexts(batch: Batch, field: string, json: JsonItems, give: (items: Items) => void): number {
  const column = columnOf(batch, field);
  if (column?.kind !== 'bytes') return 0;
  const live = liveRows(batch);
  let from = 0;
  while (from < live) {
    const found = json.find(column, batch, from);
    if (!found) break;
    const { starts, ends, parents, rows } = found;
    from += rows;
    const { bytes, isAscii } = column;
    give({ column: { kind: 'bytes', bytes, starts, ends, isAscii }, count: starts.length, parents });
  }
  return from;
}

function itemsOf({ ids, parents, byteLength, slab }: NumberedWords, table: WordTable): Items {
  return { column: { kind: 'word', ids, table, byteLength }, count: ids.length, parents, slab };
}

/** Copies of the words: what is repeated beside them lies in the memory of the batch. */
function ownItems({ slab, ...words }: NumberedWords, table: WordTable): Items {
  if (slab === undefined) return itemsOf({ slab, ...words }, table);
  const [ids, parents] = [words.ids.slice(), words.parents.slice()];
  slab.release();
  return itemsOf({ ...words, ids, parents, slab: undefined }, table);
}

/** Undefined when the column is not bytes, or is not ASCII and words may be cut at Unicode white space. */
function cutBytes(batch: Batch, cut: ByteCut): Items | undefined {
  const column = columnOf(batch, cut.field);
  if (column?.kind !== 'bytes' || (cut.separator === undefined && !column.isAscii)) return undefined;
  marks.count = 0;
  if (cut.separator === undefined) cutWords(batch, column, marks);
  else cutAt(batch, column, cut.separator, marks);
  const { starts, ends, parents, count } = marks;
  return {
    column: {
      kind: 'bytes',
      bytes: column.bytes,
      starts: starts.slice(0, count),
      ends: ends.slice(0, count),
      isAscii: column.isAscii,
    },
    count,
    parents: parents.slice(0, count),
  };
}

/** Growing lists of slices; the loops below write to the arrays directly. */
class Marks {
  starts = new Uint32Array(4096);
  ends = new Uint32Array(4096);
  parents = new Uint32Array(4096);
  count = 0;
  /** Makes room for `more` items. */
  reserve(more: number): void {
    if (this.count + more <= this.starts.length) return;
    const size = Math.max(this.starts.length * 2, this.count + more);
    const copy = (old: Uint32Array): Uint32Array<ArrayBuffer> => {
      const next = new Uint32Array(size);
      next.set(old.subarray(0, this.count));
      return next;
    };
    this.starts = copy(this.starts);
    this.ends = copy(this.ends);
    this.parents = copy(this.parents);
  }
}

/** Written anew by each cut and read before the next: cutting is synchronous, and items are copied out. */
const marks = new Marks();

function cutAt(batch: Batch, column: BytesColumn, separator: number, marks: Marks): void {
  const { bytes } = column;
  const selection = batch.selection;
  const live = liveRows(batch);
  for (let i = 0; i < live; i++) {
    const row = selection ? (selection[i] as number) : i;
    const end = column.ends[row] as number;
    let from = column.starts[row] as number;
    marks.reserve(end - from + 1);
    const { starts, ends, parents } = marks;
    let count = marks.count;
    for (let at = from; at < end; at++) {
      if (bytes[at] !== separator) continue;
      starts[count] = from;
      ends[count] = at;
      parents[count++] = row;
      from = at + 1;
    }
    starts[count] = from;
    ends[count] = end;
    parents[count++] = row;
    marks.count = count;
  }
}

function cutWords(batch: Batch, column: BytesColumn, marks: Marks): void {
  const { bytes } = column;
  const selection = batch.selection;
  const live = liveRows(batch);
  for (let i = 0; i < live; i++) {
    const row = selection ? (selection[i] as number) : i;
    const end = column.ends[row] as number;
    let at = column.starts[row] as number;
    marks.reserve((end - at + 1) >> 1);
    const { starts, ends, parents } = marks;
    let count = marks.count;
    while (at < end) {
      while (at < end && isSpace(bytes[at] as number)) at++;
      if (at === end) break;
      starts[count] = at;
      for (; at < end; at++) {
        // Nearly all bytes of a word are above the blank: one look each.
        const byte = bytes[at] as number;
        if (byte <= 32 && isSpace(byte)) break;
      }
      ends[count] = at;
      parents[count++] = row;
    }
    marks.count = count;
  }
}

/** The ASCII part of what `\s` matches. */
function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}
