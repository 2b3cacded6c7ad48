import type { KernelMemory } from './contract.ts';
import { wasm } from './wasm.gen.ts';

/** What we use of the WebAssembly API, which no type library that browsers and servers share declares. */
interface WebAssemblyWorld {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
  readonly Memory: new (limits: { initial: number; maximum: number; shared: boolean }) => KernelMemory;
}

/** Functions of the module; pointers are byte offsets in the memory, results that do not fit go to `results`. */
export interface KernelExports {
  indexLines(
    ...args: [
      bytes: number,
      from: number,
      to: number,
      starts: number,
      ends: number,
      limit: number,
      strips: number,
      results: number,
    ]
  ): number;
  isAscending(starts: number, ends: number, rows: number): number;
  findInText(...args: [...ColumnArguments, ...PatternArguments]): number;
  findInRows(...args: [...ColumnArguments, ...PatternArguments]): number;
  findByEdge(
    ...args: [
      ...ColumnArguments,
      pattern: number,
      length: number,
      place: number,
      inverted: number,
      into: number,
    ]
  ): number;
  gatherRows(
    ...args: [...FromArguments, separator: number, into: number, room: number, results: number]
  ): number;
  countSeparated(...args: [...ColumnArguments, separator: number]): number;
  countWords(...args: FromArguments): number;
  splitSeparated(...args: [...FromArguments, separator: number, ...FieldArguments]): number;
  splitWords(...args: [...FromArguments, ...FieldArguments]): number;
  separatedAt(
    ...args: [...ColumnArguments, separator: number, index: number, starts: number, ends: number]
  ): number;
  wordAt(...args: [...ColumnArguments, index: number, starts: number, ends: number]): number;
  hashRows(...args: [...ColumnArguments, kind: number, into: number]): void;
  partitionHashes(hashes: number, count: number, partitions: number, into: number): void;
  internRows(...args: [state: number, ...FromArguments, ids: number]): number;
  internWordsOf(
    ...args: [
      state: number,
      ...FromArguments,
      ids: number,
      parents: number,
      limit: number,
      edges: number,
      results: number,
    ]
  ): number;
  readJsonRows(
    ...args: [
      root: number,
      paths: number,
      targets: number,
      ...FromArguments,
      fallbacks: number,
      memo: number,
      results: number,
    ]
  ): number;
  readLogRows(...args: [...ColumnArguments, targets: number, quotes: number]): number;
  matchRows(
    ...args: [
      ...ColumnArguments,
      steps: number,
      count: number,
      seek: number,
      reachesEnd: number,
      isCertain: number,
      lists: number,
      listCount: number,
      unsure: number,
      results: number,
    ]
  ): number;
  fillCrcTables(tables: number): void;
  crc32Of(tables: number, at: number, length: number, seed: number): number;
  findKey(state: number, at: number, length: number): number;
  rebuildTable(state: number): void;
  javaHashesOf(state: number, ids: number, count: number, into: number): void;
  countIdsOf(ids: number, count: number, counts: number, limit: number): void;
  countFirstsOf(ids: number, count: number, counts: number, limit: number, firsts: number): number;
  sumIdsOf(ids: number, count: number, values: number, sums: number, limit: number): void;
}

export type ColumnArguments = [bytes: number, starts: number, ends: number, selection: number, live: number];
export type FromArguments = [
  bytes: number,
  starts: number,
  ends: number,
  selection: number,
  from: number,
  live: number,
];
type PatternArguments = [
  pattern: number,
  length: number,
  a: number,
  b: number,
  inverted: number,
  into: number,
];
type FieldArguments = [starts: number, ends: number, parents: number, limit: number, results: number];

const pageBytes = 64 * 1024;

/**
 * The memory (a new one unless one is handed in) and the module over it, or undefined where WebAssembly, its SIMD or
 * shared memory is missing.
 */
export function instantiate(
  maximumBytes: number,
  common?: KernelMemory,
): { readonly memory: KernelMemory; readonly exports: KernelExports } | undefined {
  const world = (globalThis as { readonly WebAssembly?: WebAssemblyWorld }).WebAssembly;
  if (!world) return undefined;
  try {
    const maximum = Math.floor(maximumBytes / pageBytes);
    const memory = common ?? new world.Memory({ initial: 1, maximum, shared: true });
    const instance = new world.Instance(compiled(world), { env: { memory } });
    return { memory, exports: instance.exports as KernelExports };
  } catch {
    // No SIMD, no threads, or a content policy without 'wasm-unsafe-eval': the twins do the same more slowly.
    return undefined;
  }
}

let module: object | undefined;
function compiled(world: WebAssemblyWorld): object {
  module ??= new world.Module(decodeBase64(wasm));
  return module;
}

function decodeBase64(text: string): Uint8Array {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const values = new Uint8Array(128);
  for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let at = 0;
  for (let i = 0; i < text.length; i += 4) {
    let group = 0;
    for (let k = 0; k < 4; k++) group = (group << 6) | (values[text.charCodeAt(i + k)] as number);
    for (let shift = 16; shift >= 0 && at < bytes.length; shift -= 8) bytes[at++] = group >> shift;
  }
  return bytes;
}
