/**
 * Bytes to text and back. Uses the native coders of Node where they exist (several times faster on short strings)
 * and plain loops elsewhere, so that the package needs no types of either world.
 */
interface NativeBuffer {
  readonly prototype: {
    latin1Slice(this: Uint8Array, start: number, end: number): string;
    utf8Slice(this: Uint8Array, start: number, end: number): string;
    utf8Write(this: Uint8Array, text: string, at: number, length: number): number;
    latin1Write(this: Uint8Array, text: string, at: number, length: number): number;
    copy(this: Uint8Array, target: Uint8Array, at: number, start: number, end: number): number;
    indexOf(this: Uint8Array, value: number | Uint8Array, from: number): number;
  };
  from(text: string, encoding: 'utf8' | 'latin1'): Uint8Array;
  byteLength(text: string, encoding: 'utf8'): number;
}
interface NativeWorld {
  readonly Buffer?: NativeBuffer;
  readonly process?: {
    getBuiltinModule?(name: string): { isAscii?(bytes: Uint8Array): boolean } | undefined;
  };
  readonly TextDecoder?: new () => { decode(bytes: Uint8Array): string };
  readonly TextEncoder?: new () => { encode(text: string): Uint8Array };
}

const world = globalThis as unknown as NativeWorld;
const buffer = world.Buffer;
const native = buffer?.prototype;
const nativeIsAscii = world.process?.getBuiltinModule?.('node:buffer')?.isAscii;
const decoder = world.TextDecoder ? new world.TextDecoder() : undefined;
const encoder = world.TextEncoder ? new world.TextEncoder() : undefined;

/** Longest piece decoded at once: beyond about 96 KB V8 moves strings to its large-object space, 3 x slower. */
export const segmentBytes = 64 * 1024;

/** Decodes bytes that are known to be ASCII. */
export function decodeAscii(bytes: Uint8Array, start: number, end: number): string {
  if (native) return native.latin1Slice.call(bytes, start, end);
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i] as number);
  return text;
}

/** Decodes UTF-8; malformed sequences become U+FFFD. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  if (native) return native.utf8Slice.call(bytes, start, end);
  if (decoder) return decoder.decode(bytes.subarray(start, end));
  throw new Error('This environment has no UTF-8 decoder');
}

/** Encodes a text as UTF-8. */
export function encodeUtf8(text: string): Uint8Array {
  if (buffer) return buffer.from(text, 'utf8');
  if (encoder) return encoder.encode(text);
  throw new Error('This environment has no UTF-8 encoder');
}

/** Writes a text as UTF-8 at an offset and returns the bytes written; the caller has made room (3 bytes a unit). */
export function writeUtf8(target: Uint8Array, text: string, at: number): number {
  if (native) return native.utf8Write.call(target, text, at, target.length - at);
  const encoded = encodeUtf8(text);
  target.set(encoded, at);
  return encoded.length;
}

/** Copies `source[start, end)` to `target` at an offset, without a view where the native copy exists. */
export function copyBytes(
  source: Uint8Array,
  range: { readonly start: number; readonly end: number },
  target: Uint8Array,
  at: number,
): void {
  if (native) native.copy.call(source, target, at, range.start, range.end);
  else target.set(source.subarray(range.start, range.end), at);
}

/** Index of a byte at or after `from`, or -1. */
export function findByte(bytes: Uint8Array, byte: number, from: number): number {
  return native ? native.indexOf.call(bytes, byte, from) : bytes.indexOf(byte, from);
}

/** Index of a byte string at or after `from`, or -1. */
export function findBytes(bytes: Uint8Array, pattern: Uint8Array, from: number): number {
  if (native) return native.indexOf.call(bytes, pattern, from);
  const last = bytes.length - pattern.length;
  for (let i = from; i <= last; i++) {
    let k = 0;
    while (k < pattern.length && bytes[i + k] === pattern[k]) k++;
    if (k === pattern.length) return i;
  }
  return -1;
}

/** Says whether every byte is below 0x80. */
export function isAscii(bytes: Uint8Array): boolean {
  if (nativeIsAscii) return nativeIsAscii(bytes);
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] as number) >= 0x80) return false;
  return true;
}

/** Says whether a text is ASCII only. */
export function isAsciiText(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) return false;
  return true;
}
