import { textOf } from './twins/utf8.ts';

interface NativeWorld {
  readonly Buffer?: {
    readonly prototype: { utf8Slice(this: Uint8Array, start: number, end: number): string };
  };
}

const native = (globalThis as NativeWorld).Buffer?.prototype;

/** Bytes as text; by the coder of Node where there is one, which also reads shared memory. */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  return native ? native.utf8Slice.call(bytes, start, end) : textOf(bytes, start, end);
}
