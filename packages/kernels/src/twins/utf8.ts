/** Calls `take` with the UTF-16 units of UTF-8 bytes; malformed sequences give U+FFFD as decoders of the web do. */
export function eachUnit(bytes: Uint8Array, start: number, end: number, take: (unit: number) => void): void {
  let at = start;
  while (at < end) {
    const first = bytes[at++] as number;
    if (first < 0x80) {
      take(first);
      continue;
    }
    // How many bytes follow and what the first of them may be: this is where overlong forms and surrogates drop out.
    let more = 0;
    let least = 0x80;
    let most = 0xbf;
    if (first >= 0xc2 && first <= 0xdf) more = 1;
    else if (first >= 0xe0 && first <= 0xef) more = 2;
    else if (first >= 0xf0 && first <= 0xf4) more = 3;
    if (first === 0xe0) least = 0xa0;
    if (first === 0xed) most = 0x9f;
    if (first === 0xf0) least = 0x90;
    if (first === 0xf4) most = 0x8f;
    let point = first & (0x3f >> more);
    let isWhole = more > 0;
    for (let k = 0; k < more; k++) {
      const byte = at < end ? (bytes[at] as number) : 0;
      if (byte < least || byte > most) {
        isWhole = false;
        break;
      }
      point = (point << 6) | (byte & 0x3f);
      at++;
      least = 0x80;
      most = 0xbf;
    }
    if (!isWhole) take(0xfffd);
    else if (point < 0x10000) take(point);
    else {
      take(0xd800 + ((point - 0x10000) >> 10));
      take(0xdc00 + ((point - 0x10000) & 0x3ff));
    }
  }
}

/** Bytes as text. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  eachUnit(bytes, start, end, (unit) => {
    text += String.fromCharCode(unit);
  });
  return text;
}

/** A text as UTF-8; lone surrogates become U+FFFD. */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (const character of text) {
    let point = character.codePointAt(0) as number;
    if (point >= 0xd800 && point <= 0xdfff) point = 0xfffd;
    if (point < 0x80) {
      bytes[length++] = point;
      continue;
    }
    const more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    bytes[length++] = ((0xff00 >> (more + 1)) & 0xff) | (point >> (6 * more));
    for (let k = more - 1; k >= 0; k--) bytes[length++] = 0x80 | ((point >> (6 * k)) & 0x3f);
  }
  return bytes.slice(0, length);
}
