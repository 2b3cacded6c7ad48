import { printJavaMap } from './java-hash-map.ts';

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
const columns = 16;

/** One line of a hex dump: sixteen bytes in hex, then as text. */
function dumpLine(body: Uint8Array, from: number, to: number): string {
  let bytes = '';
  let text = '';
  for (let i = from; i < from + columns; i++) {
    if (i >= to) {
      bytes += '   ';
      continue;
    }
    const byte = body[i] as number;
    bytes += `${hex[byte]} `;
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  }
  return `${bytes}${text}`;
}

/** An event as Flume's logger sink shows it, with at most `maxBytes` of its body. */
export function dumpEvent(
  headers: { readonly [name: string]: string },
  body: Uint8Array,
  maxBytes = 16,
): string {
  const length = Math.min(body.length, maxBytes);
  let dump = '';
  for (let from = 0; from < length; from += columns) {
    // The first line goes without its offset.
    dump += from === 0 ? ' ' : `\n${from.toString(16).toUpperCase().padStart(8, '0')} `;
    dump += dumpLine(body, from, length);
  }
  return `{ headers:${printJavaMap(headers)} body:${dump} }`;
}
