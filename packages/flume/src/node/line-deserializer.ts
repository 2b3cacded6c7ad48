import { isUtf8 } from 'node:buffer';
import { FileReader } from '@sluice/connectors';
import { type BytesColumn, findByte, isAscii } from '@sluice/runtime';

const slabBytes = 256 * 1024;

/** One event of a file: bytes in UTF-8, and the position after it in the file. */
export interface FileLine {
  readonly body: Uint8Array;
  readonly end: number;
}

export interface LineDeserializerOptions {
  /** Characters of one event. */
  readonly maxLineLength: number;
  readonly charset: 'utf-8' | 'iso-8859-1' | 'us-ascii';
  readonly onBroken: 'FAIL' | 'REPLACE' | 'IGNORE';
}

/** A file whose bytes are no text in the charset asked for; Flume stops reading for good. */
export class BrokenTextError extends Error {
  readonly code = 'RUN_TEXT_BROKEN';
}

/**
 * Flume's LINE deserializer. A line longer than the limit comes as several events; one that fills the last of
 * them exactly is followed by an empty event, as in Flume. Carriage returns stay.
 */
export class LineDeserializer {
  readonly #file: FileReader;
  readonly #options: LineDeserializerOptions;
  #bytes = new Uint8Array(slabBytes);
  /** Batches hold views of `#bytes`: it is not written to before `#filled` again. */
  #isShared = false;
  /** Bytes of the file in `#bytes`: from `#at` to `#filled`; `#at` lies at `position` in the file. */
  #at = 0;
  #filled = 0;
  position: number;

  constructor(path: string, position: number, options: LineDeserializerOptions) {
    this.#file = new FileReader(path, position);
    this.#options = options;
    this.position = position;
  }

  status(): { readonly size: number; readonly changedMs: number } {
    return this.#file.status();
  }

  /**
   * Up to `most` events at once, as views of the bytes read: whole lines shorter than the limit, of text that needs
   * no repair. Undefined when the next event is none of these; `read` gives it.
   */
  readMany(most: number): BytesColumn | undefined {
    const { maxLineLength, charset } = this.#options;
    this.#fill(maxLineLength * 4 + 4);
    const view = this.#bytes.subarray(0, this.#filled);
    const starts = new Uint32Array(most);
    const ends = new Uint32Array(most);
    let at = this.#at;
    let count = 0;
    while (count < most) {
      const end = findByte(view, 10, at);
      // No text has more characters than bytes, so these lines are all below the limit.
      if (end < 0 || end - at >= maxLineLength) break;
      starts[count] = at;
      ends[count] = end;
      count++;
      at = end + 1;
    }
    if (count === 0) return undefined;
    const text = view.subarray(this.#at, at);
    const isPlain = isAscii(text);
    if (!isPlain && (charset !== 'utf-8' || !isUtf8(text))) return undefined;
    this.position += at - this.#at;
    this.#at = at;
    this.#isShared = true;
    return {
      kind: 'bytes',
      bytes: this.#bytes,
      starts: starts.subarray(0, count),
      ends: ends.subarray(0, count),
      isAscii: isPlain,
    };
  }

  /** The next event, or undefined at the end of the file. */
  read(): FileLine | undefined {
    const max = this.#options.maxLineLength;
    // No character takes more than four bytes, so this much holds the longest event and its line end.
    this.#fill(max * 4 + 4);
    if (this.#filled === this.#at) return undefined;
    const view = this.#bytes.subarray(this.#at, this.#filled);
    const newline = findByte(view, 10, 0);
    const line = view.subarray(0, newline < 0 ? Math.min(view.length, max * 4) : newline);
    const { length, text } = this.#cut(line, max);
    // Exactly at the limit the line end is left for the next event, which is then empty.
    const takesLineEnd = length === line.length && newline >= 0 && this.#characters(line, text) < max;
    const used = length + (takesLineEnd ? 1 : 0);
    this.#at += used;
    this.position += used;
    return {
      body: text === undefined ? line.slice(0, length) : Buffer.from(text, 'utf8'),
      end: this.position,
    };
  }

  close(): void {
    this.#file.close();
  }

  #characters(line: Uint8Array, text: string | undefined): number {
    return text === undefined ? line.length : text.length;
  }

  /** The part of a line that fits into one event: its bytes in the file, and its text unless they are ASCII. */
  #cut(line: Uint8Array, max: number): { readonly length: number; readonly text: string | undefined } {
    if (line.every((byte) => byte < 0x80)) return { length: Math.min(line.length, max), text: undefined };
    const { charset } = this.#options;
    if (charset !== 'utf-8') return this.#cutSingleBytes(line.subarray(0, max));
    let text = '';
    let at = 0;
    while (at < line.length && text.length < max) {
      const { length, point } = decodePoint(line, at);
      if (point === undefined) text += this.#broken();
      else {
        const character = String.fromCodePoint(point);
        if (text.length + character.length > max) break;
        text += character;
      }
      at += length;
    }
    return { length: at, text };
  }

  #cutSingleBytes(line: Uint8Array): { readonly length: number; readonly text: string } {
    let text = '';
    for (const byte of line) {
      if (byte < 0x80 || this.#options.charset === 'iso-8859-1') text += String.fromCharCode(byte);
      else text += this.#broken();
    }
    return { length: line.length, text };
  }

  #broken(): string {
    const { onBroken, charset } = this.#options;
    if (onBroken === 'REPLACE') return '\uFFFD';
    if (onBroken === 'IGNORE') return '';
    throw new BrokenTextError(
      `${this.#file.path} is not ${charset} text at byte ${this.position} or after it.`,
    );
  }

  #fill(wanted: number): void {
    if (this.#filled - this.#at >= wanted) return;
    const rest = this.#bytes.subarray(this.#at, this.#filled);
    const canStay = this.#bytes.length >= wanted && !this.#isShared;
    const target = canStay ? this.#bytes : new Uint8Array(Math.max(slabBytes, wanted * 2));
    this.#isShared = false;
    target.set(rest);
    this.#bytes = target;
    this.#filled = rest.length;
    this.#at = 0;
    while (this.#filled < wanted) {
      const count = this.#file.read(this.#bytes.subarray(this.#filled));
      if (count === 0) return;
      this.#filled += count;
    }
  }
}

/** The code point at a place, undefined when the bytes there are none. */
function decodePoint(
  bytes: Uint8Array,
  at: number,
): { readonly length: number; readonly point: number | undefined } {
  const first = bytes[at] as number;
  if (first < 0x80) return { length: 1, point: first };
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const part = Buffer.from(bytes.subarray(at, at + length)).toString('utf8');
  const isWhole = first >= 0xc2 && first <= 0xf4 && !part.includes('\uFFFD');
  const isLiteral = length === 3 && first === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd;
  if (isWhole || isLiteral) return { length, point: part.codePointAt(0) };
  return { length: 1, point: undefined };
}
