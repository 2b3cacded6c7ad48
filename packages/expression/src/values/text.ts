/**
 * Texts count in characters (code points), not in UTF-16 units, so that every target agrees; they are never split in
 * the middle of one. Functions here are quick for texts without characters beyond U+FFFF, which nearly all are.
 */

interface Utf8Decoder {
  decode(bytes: Uint8Array): string;
}
/** In every browser and in Node, but not in the ES library types. */
declare const TextDecoder: new (label: string, options: { readonly ignoreBOM: boolean }) => Utf8Decoder;
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Longest text that is made, in UTF-16 units; what would be longer is null. Nothing an expression does grows without end. */
export const mostText = 1_048_576;

const surrogate = /[\ud800-\udfff]/;
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Reads bytes as UTF-8; malformed sequences become U+FFFD. */
export function decode(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** Whether some character of the text takes two UTF-16 units. */
export function hasSurrogates(text: string): boolean {
  return surrogate.test(text);
}

/** The text with halves of characters replaced, as they have no form outside of UTF-16. */
export function wellFormed(text: string): string {
  return surrogate.test(text) ? text.replace(loneSurrogate, '\ufffd') : text;
}

/** How many characters the text has. */
export function lengthOf(text: string): number {
  if (!surrogate.test(text)) return text.length;
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0xdc00 || unit > 0xdfff) count += 1;
  }
  return count;
}

/** The offset in UTF-16 units of the character with this number; the end when there are fewer. */
function offsetOf(text: string, character: number): number {
  let at = 0;
  for (let left = character; left > 0 && at < text.length; left -= 1) {
    at += (text.codePointAt(at) as number) > 0xffff ? 2 : 1;
  }
  return at;
}

/** The characters from one number up to, not including, another; both at least 0. */
export function slice(text: string, from: number, to: number): string {
  if (to <= from) return '';
  if (!surrogate.test(text)) return text.slice(from, to);
  const start = offsetOf(text, from);
  return text.slice(start, start + offsetOf(text.slice(start), to - from));
}

/** The first so many characters and the rest. */
export function cut(text: string, most: number): readonly [string, string] {
  if (text.length <= most) return [text, ''];
  const at = surrogate.test(text) ? offsetOf(text, most) : most;
  return [text.slice(0, at), text.slice(at)];
}

/** Order by code point: below 0 when `a` comes first. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at += 1) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x === y) continue;
    // Halves of characters beyond U+FFFF stand for more than the units above them.
    const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
    if (isHigh(x) !== isHigh(y)) return isHigh(x) ? 1 : -1;
    return x - y;
  }
  return a.length - b.length;
}

/** White space of `trim`, `words` and numbers: space, tab, line feed, vertical tab, form feed, carriage return. */
export function isSpace(unit: number): boolean {
  return unit === 32 || (unit >= 9 && unit <= 13);
}

/** The text without white space at both ends. */
export function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** The runs of characters between white space. */
export function words(text: string): string[] {
  const found: string[] = [];
  let start = -1;
  for (let at = 0; at < text.length; at += 1) {
    if (isSpace(text.charCodeAt(at))) {
      if (start >= 0) found.push(text.slice(start, at));
      start = -1;
    } else if (start < 0) {
      start = at;
    }
  }
  if (start >= 0) found.push(text.slice(start));
  return found;
}

/** The parts between separators; without a separator the characters. */
export function split(text: string, separator: string): string[] {
  return separator === '' ? [...text] : text.split(separator);
}
