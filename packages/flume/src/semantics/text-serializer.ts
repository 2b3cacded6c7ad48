import { type Batch, columnOf, encodeUtf8, readBytes, readHeaders, readText, rowAt } from '@sluice/runtime';
import { printJavaMap } from './java-hash-map.ts';

export interface TextSerializer {
  readonly hasHeaders: boolean;
  readonly appendNewline: boolean;
}

const newline = 10;
const lineEnd = encodeUtf8('\n');

/** The bytes of live records [from, to) of a batch, as Flume's TEXT or HEADER_AND_TEXT serializer writes them. */
export function serializeText(
  batch: Batch,
  range: { readonly from: number; readonly to: number },
  { hasHeaders, appendNewline }: TextSerializer,
): Uint8Array {
  const column = columnOf(batch, 'body');
  if (column?.kind === 'bytes' && appendNewline && !hasHeaders) return linesOf(batch, column, range);
  const parts: Uint8Array[] = [];
  for (let i = range.from; i < range.to; i++) {
    const row = rowAt(batch, i);
    if (hasHeaders) parts.push(encodeUtf8(`${printJavaMap(readHeaders(batch, row))} `));
    parts.push(readBytes(column, row) ?? encodeUtf8(readText(column, row)));
    if (appendNewline) parts.push(lineEnd);
  }
  return joined(parts);
}

/** Bodies that still lie one after the other with their line ends, as they came, are not copied. */
function linesOf(
  batch: Batch,
  column: { readonly bytes: Uint8Array; readonly starts: Uint32Array; readonly ends: Uint32Array },
  { from, to }: { readonly from: number; readonly to: number },
): Uint8Array {
  const { bytes, starts, ends } = column;
  const parts: Uint8Array[] = [];
  let begin = -1;
  let end = -1;
  const flush = (): void => {
    if (begin < 0) return;
    if (bytes[end] === newline && end < bytes.length) parts.push(bytes.subarray(begin, end + 1));
    else parts.push(bytes.subarray(begin, end), lineEnd);
  };
  for (let i = from; i < to; i++) {
    const row = rowAt(batch, i);
    const start = starts[row] as number;
    if (begin < 0 || start !== end + 1 || bytes[end] !== newline) {
      flush();
      begin = start;
    }
    end = ends[row] as number;
  }
  flush();
  return joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array;
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Bytes of the bodies of live records [from, to). */
export function bodyBytes(batch: Batch, from: number, to: number): number {
  const column = columnOf(batch, 'body');
  let total = 0;
  for (let i = from; i < to; i++) {
    const row = rowAt(batch, i);
    if (column?.kind === 'bytes') total += (column.ends[row] as number) - (column.starts[row] as number);
    else total += encodeUtf8(readText(column, row)).length;
  }
  return total;
}
