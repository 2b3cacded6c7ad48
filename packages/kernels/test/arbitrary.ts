import fc from 'fast-check';
import { expect } from 'vitest';
import { type Arena, createKernels, type Kernels, type RowSet, type Slices } from '../src/index.ts';

/** Kernels of both kinds, made once: one arena each is taken and rewound for every case. */
export const plain = createKernels({ isPlain: true });
export const fast = createKernels({ maximumBytes: 64 * 1024 * 1024, isPoisoning: true });

export interface RowCase {
  /** Contents of the rows, in order. */
  readonly texts: readonly Uint8Array[];
  /** Bytes between rows (at least where a naive reading needs them). */
  readonly gap: number;
  /** Where in the text the first row begins: alignments. */
  readonly offset: number;
  /** Bytes that lie around and between the rows and must not matter. */
  readonly stale: number;
  readonly selection: readonly number[] | undefined;
}

/** Rows over bytes that matter to the kernel under test, of lengths around the block sizes. */
export function rowCases(byte: fc.Arbitrary<number>, maximumRows = 24): fc.Arbitrary<RowCase> {
  const length = fc.oneof(fc.nat(8), fc.nat(70), fc.constantFrom(15, 16, 17, 31, 32, 33, 63, 64, 65, 200));
  const text = length.chain((size) =>
    fc.array(byte, { minLength: size, maxLength: size }).map((bytes) => Uint8Array.from(bytes)),
  );
  return rowsOf(text, maximumRows);
}

/** Rows with the given contents. */
export function rowsOf(text: fc.Arbitrary<Uint8Array>, maximumRows = 24): fc.Arbitrary<RowCase> {
  return fc
    .record({
      texts: fc.array(text, { maxLength: maximumRows }),
      gap: fc.nat(3),
      offset: fc.nat(70),
      stale: fc.constantFrom(0, 10, 32, 34, 44, 92, 0x61, 0xff),
      picks: fc.option(fc.array(fc.nat(9), { minLength: maximumRows, maxLength: maximumRows })),
    })
    .map(({ picks, ...rest }) => ({
      ...rest,
      selection: picks
        ? rest.texts.flatMap((_, row) => ((picks[row] as number) < 6 ? [row] : []))
        : undefined,
    }));
}

/** Text bytes that are mostly ASCII with line ends, separators and the odd high byte. */
export const textByte = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...'abc'.split('').map((c) => c.charCodeAt(0))) },
  { weight: 2, arbitrary: fc.constantFrom(9, 10, 11, 13, 14, 28, 31, 32, 44) },
  { weight: 1, arbitrary: fc.nat(255) },
);

export interface Laid {
  /** Where the rows lie, with room for results. */
  readonly arena: Arena;
  readonly column: Slices;
  readonly rows: RowSet;
  /** Live rows as naive code sees them. */
  readonly live: readonly { readonly row: number; readonly text: Uint8Array }[];
}

/** Runs something over the rows in an arena of each kind of kernels, with stale bytes all around; the results must agree. */
export function onBoth<TResult>(one: RowCase, run: (kernels: Kernels, laid: Laid) => TResult): TResult {
  const [expected, actual] = [plain, fast].map((kernels) => {
    const arena = kernels.arenas.take();
    if (!arena) throw new Error('no arena left');
    try {
      return run(kernels, layRows(arena, one));
    } finally {
      arena.release();
    }
  });
  expect(actual).toEqual(expected);
  return expected as TResult;
}

function layRows(arena: Arena, one: RowCase): Laid {
  const size = one.texts.length;
  const starts = arena.uint32(size) as Uint32Array;
  const ends = arena.uint32(size) as Uint32Array;
  arena.text.fill(one.stale, 0, 8192);
  let at = one.offset;
  one.texts.forEach((text, row) => {
    starts[row] = at;
    arena.text.set(text, at);
    at += text.length;
    ends[row] = at;
    at += one.gap;
  });
  let selection: Uint32Array | undefined;
  if (one.selection) {
    selection = arena.uint32(one.selection.length) as Uint32Array;
    selection.set(one.selection);
  }
  const live = (one.selection ?? one.texts.map((_, row) => row)).map((row) => ({
    row,
    text: one.texts[row] as Uint8Array,
  }));
  return {
    arena,
    column: { bytes: arena.text, starts, ends },
    rows: { rows: size, selection },
    live,
  };
}

/** Arrays of results in the arena, full of what must not be taken for one. */
export function room(arena: Arena, length: number): Uint32Array {
  const list = arena.uint32(length);
  if (!list) throw new Error('no room left');
  return list.fill(0xdddddddd);
}

/** One row of bytes as the naive code sees it: a text of units below 256. */
export function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** Runs of a property; `KERNELS_RUNS=20` makes it twenty times as many. */
export function runs(count: number): { readonly numRuns: number } {
  return { numRuns: count * Number(process.env.KERNELS_RUNS ?? 1) };
}
