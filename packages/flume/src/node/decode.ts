import { type BytesColumn, readText, textColumn } from '@sluice/runtime';

/** Character sets sources read; names in lower case. */
export type Charset = 'utf-8' | 'iso-8859-1' | 'us-ascii';

/** The charset an engine's option names. */
export function charsetOf(name: string): Charset {
  const lower = name.toLowerCase();
  return lower === 'iso-8859-1' || lower === 'us-ascii' ? lower : 'utf-8';
}

/** Lines as UTF-8, whatever they arrived in. What is no text becomes U+FFFD, as a Java decoder does by default. */
export function toUtf8(lines: BytesColumn, charset: Charset): BytesColumn {
  if (lines.isAscii) return lines;
  const texts: string[] = [];
  for (let row = 0; row < lines.starts.length; row++) {
    const bytes = Buffer.from(lines.bytes.buffer, lines.bytes.byteOffset, lines.bytes.byteLength);
    const [start, end] = [lines.starts[row] as number, lines.ends[row] as number];
    if (charset === 'utf-8') texts.push(bytes.toString('utf8', start, end));
    else if (charset === 'iso-8859-1') texts.push(bytes.toString('latin1', start, end));
    else texts.push(bytes.toString('latin1', start, end).replace(/[\x80-\xff]/g, '\uFFFD'));
  }
  return textColumn(texts);
}

/** Characters (UTF-16 units, as Java counts) of a line. */
export function lineLength(lines: BytesColumn, row: number): number {
  const [start, end] = [lines.starts[row] as number, lines.ends[row] as number];
  return lines.isAscii ? end - start : readText(lines, row).length;
}
