import type { Batch, BytesColumn, Column } from '../batch.ts';
import { liveRows } from '../batch.ts';
import { readBytesText, readValue } from '../batch-read.ts';
import { decodeAscii, segmentBytes } from '../text.ts';

/** Rows further apart than this are decoded one by one instead of with everything between them. */
const widestGap = 64;

/** Values of the live rows of a column by live index, maybe more; bytes read as text, absent as undefined. */
export function liveColumn(column: Column | undefined, batch: Batch): ArrayLike<unknown> {
  const live = liveRows(batch);
  const selection = batch.selection;
  if (column === undefined) return new Array<unknown>(live).fill(undefined);
  switch (column.kind) {
    case 'bytes':
      return column.isAscii ? asciiTexts(column, batch) : texts(column, batch);
    case 'word': {
      const values = new Array<unknown>(live);
      for (let i = 0; i < live; i++)
        values[i] = column.table.text(column.ids[selection ? (selection[i] as number) : i] as number);
      return values;
    }
    case 'number': {
      if (!selection) return column.values;
      const values = new Float64Array(live);
      for (let i = 0; i < live; i++) values[i] = column.values[selection[i] as number] as number;
      return values;
    }
    case 'value': {
      if (!selection) return column.values;
      const values = new Array<unknown>(live);
      for (let i = 0; i < live; i++) values[i] = column.values[selection[i] as number];
      return values;
    }
    case 'constant':
      return repeated(column.value, live);
    case 'headers': {
      const values = new Array<unknown>(live);
      for (let i = 0; i < live; i++) values[i] = readValue(column, selection ? (selection[i] as number) : i);
      return values;
    }
  }
}

let lastRepeated: { readonly value: unknown; readonly values: readonly unknown[] } | undefined;

/** At least `count` times a value; the same array as long as the value is the same. */
function repeated(value: unknown, count: number): ArrayLike<unknown> {
  if (lastRepeated === undefined || lastRepeated.value !== value || lastRepeated.values.length < count) {
    lastRepeated = { value, values: new Array<unknown>(count).fill(value) };
  }
  return lastRepeated.values;
}

function texts(column: BytesColumn, batch: Batch): string[] {
  const live = liveRows(batch);
  const values = new Array<string>(live);
  const selection = batch.selection;
  for (let i = 0; i < live; i++) values[i] = readBytesText(column, selection ? (selection[i] as number) : i);
  return values;
}

/** Decodes runs of neighbouring rows at once and cuts the rows out of them: one native call for hundreds of rows. */
function asciiTexts(column: BytesColumn, batch: Batch): string[] {
  const { bytes, starts, ends } = column;
  const selection = batch.selection;
  const live = liveRows(batch);
  const values = new Array<string>(live);
  let i = 0;
  while (i < live) {
    const first = selection ? (selection[i] as number) : i;
    const base = starts[first] as number;
    let end = ends[first] as number;
    let after = i + 1;
    while (after < live) {
      const row = selection ? (selection[after] as number) : after;
      const start = starts[row] as number;
      const next = ends[row] as number;
      if (start < end || start - end > widestGap || next - base > segmentBytes) break;
      end = next;
      after++;
    }
    const segment = decodeAscii(bytes, base, end);
    if (after === i + 1) values[i] = segment;
    else {
      for (; i < after; i++) {
        const row = selection ? (selection[i] as number) : i;
        values[i] = segment.slice((starts[row] as number) - base, (ends[row] as number) - base);
      }
    }
    i = after;
  }
  return values;
}
