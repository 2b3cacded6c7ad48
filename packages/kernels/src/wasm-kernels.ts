import type { ArenaPool } from './arena-pool.ts';
import type { Block, MemoryBlocks } from './blocks.ts';
import type {
  FieldTarget,
  GatherOptions,
  GatherResult,
  HashKind,
  KernelMemory,
  Kernels,
  LinesInput,
  LinesResult,
  RowSearch,
  RowSet,
  Separator,
  Slices,
  SliceTarget,
  SplitResult,
} from './contract.ts';
import { KernelError } from './errors.ts';
import type { ColumnArguments, KernelExports } from './instance.ts';
import type { JsonKernel } from './json-contract.ts';
import { planPaths } from './json-paths.ts';
import { type LogTargets, logFieldNames } from './log-contract.ts';
import type { MatchPlan, MatchResult } from './match-contract.ts';
import { rarePair } from './rare-bytes.ts';
import { liveCount } from './twins/rows.ts';
import { WasmDictionary } from './wasm-dictionary.ts';
import { createWasmJson } from './wasm-json.ts';
import { matchProgram, stepBytes } from './wasm-match.ts';

/** Bytes at the front of an instance's own block where kernels leave their results. */
const resultBytes = 1024;
/** Longest pattern that is searched here. */
const longestPattern = 4096;
/** Longest program of steps, and lists it writes to; they lie in the second quarter of the block. */
const mostSteps = 128;
const mostLists = 256;
/** An instance's own block. */
export const scratchBytes = 64 * 1024;

/** What the wasm kernels stand on. */
export interface WasmWorld {
  readonly memory: KernelMemory;
  readonly exports: KernelExports;
  readonly blocks: MemoryBlocks;
  readonly arenas: ArenaPool;
  readonly scratch: Block;
  readonly plain: Kernels;
}

/** The kernels in WebAssembly; calls with a view from elsewhere go to the twins. */
export function createWasmKernels(world: WasmWorld): Kernels {
  const { memory, exports, blocks, arenas, scratch, plain } = world;
  const results = new Uint32Array(scratch.buffer, scratch.offset, resultBytes / 4);
  const resultsAt = scratch.offset;
  const patternRoom = new Uint8Array(scratch.buffer, scratch.offset + resultBytes, longestPattern);
  const patternAt = patternRoom.byteOffset;

  const logTargets = new Uint32Array(scratch.buffer, patternAt + longestPattern, logFieldNames.length * 2);
  const stepRoom = new Uint8Array(scratch.buffer, scratch.offset + scratchBytes / 4, mostSteps * stepBytes);
  const stepWords = new Uint32Array(scratch.buffer, stepRoom.byteOffset, stepRoom.length / 4);
  const listRoom = new Uint32Array(scratch.buffer, stepRoom.byteOffset + stepRoom.length, mostLists);
  const crcTablesAt = scratch.offset + scratchBytes / 2;
  let hasCrcTables = false;

  const has = (view: { readonly buffer: ArrayBufferLike }): boolean => blocks.owns(view.buffer);
  const hasColumn = (column: Slices, rows: RowSet): boolean =>
    has(column.bytes) &&
    has(column.starts) &&
    has(column.ends) &&
    (rows.selection === undefined || has(rows.selection));

  return {
    isPlain: false,
    memory,
    arenas,
    owns: has,
    float64(length) {
      const block = blocks.take(Math.max(length, 1) * 8);
      if (!block) return undefined;
      return {
        array: new Float64Array(block.buffer, block.offset, length),
        free: () => blocks.give(block),
      };
    },

    lines(input: LinesInput, into: SliceTarget): LinesResult {
      const { bytes, from, to } = input;
      if (!has(bytes) || !has(into.starts) || !has(into.ends)) return plain.lines(input, into);
      need(to <= bytes.length && into.ends.length >= into.starts.length, 'lines');
      const rows = exports.indexLines(
        bytes.byteOffset,
        from,
        to,
        into.starts.byteOffset,
        into.ends.byteOffset,
        into.starts.length,
        input.stripsCarriageReturn ? 1 : 0,
        resultsAt,
      );
      return { rows, end: results[0] as number, isAscii: results[1] === 1 };
    },

    findRows(column: Slices, rows: RowSet, search: RowSearch, into: Uint32Array): number {
      const { pattern } = search;
      if (!has(into) || pattern.length > longestPattern || !hasColumn(column, rows))
        return plain.findRows(column, rows, search, into);
      const live = liveCount(rows);
      need(into.length >= live, 'findRows');
      const where = columnArguments(column, rows, live);
      const inverted = search.isInverted ? 1 : 0;
      patternRoom.set(pattern);
      if (search.place !== 'anywhere' || pattern.length === 0) {
        const place = search.place === 'all' ? 2 : search.place === 'end' ? 1 : 0;
        return exports.findByEdge(...where, patternAt, pattern.length, place, inverted, into.byteOffset);
      }
      const [a, b] = rarePair(pattern);
      // A selection of less than a quarter is faster searched row by row.
      const isWhole =
        live * 4 >= rows.rows &&
        exports.isAscending(column.starts.byteOffset, column.ends.byteOffset, rows.rows) === 1;
      const find = isWhole ? exports.findInText : exports.findInRows;
      return find(...where, patternAt, pattern.length, a, b, inverted, into.byteOffset);
    },

    countFields(column: Slices, rows: RowSet, separator: Separator): number {
      if (!hasColumn(column, rows)) return plain.countFields(column, rows, separator);
      const live = liveCount(rows);
      const where = columnArguments(column, rows, live);
      if (separator !== 'words') return exports.countSeparated(...where, separator);
      const [bytes, starts, ends, selection] = where;
      return exports.countWords(bytes, starts, ends, selection, 0, live);
    },

    splitFields(
      column: Slices,
      rows: RowSet,
      how: { readonly separator: Separator; readonly from?: number },
      into: FieldTarget,
    ): SplitResult {
      if (!has(into.starts) || !has(into.ends) || !has(into.parents) || !hasColumn(column, rows))
        return plain.splitFields(column, rows, how, into);
      const limit = into.starts.length;
      need(into.ends.length >= limit && into.parents.length >= limit, 'splitFields');
      const live = liveCount(rows);
      const [bytes, starts, ends, selection] = columnArguments(column, rows, live);
      const from = how.from ?? 0;
      const { separator } = how;
      const [toStarts, toEnds, toParents] = [
        into.starts.byteOffset,
        into.ends.byteOffset,
        into.parents.byteOffset,
      ];
      const done =
        separator === 'words'
          ? exports.splitWords(
              bytes,
              starts,
              ends,
              selection,
              from,
              live,
              toStarts,
              toEnds,
              toParents,
              limit,
              resultsAt,
            )
          : exports.splitSeparated(
              bytes,
              starts,
              ends,
              selection,
              from,
              live,
              separator,
              toStarts,
              toEnds,
              toParents,
              limit,
              resultsAt,
            );
      return { fields: results[0] as number, rows: done };
    },

    fieldAt(
      column: Slices,
      rows: RowSet,
      which: { readonly separator: Separator; readonly index: number },
      into: SliceTarget,
    ): number {
      if (!has(into.starts) || !has(into.ends) || !hasColumn(column, rows))
        return plain.fieldAt(column, rows, which, into);
      need(into.starts.length >= rows.rows && into.ends.length >= rows.rows, 'fieldAt');
      const where = columnArguments(column, rows, liveCount(rows));
      const [toStarts, toEnds] = [into.starts.byteOffset, into.ends.byteOffset];
      return which.separator === 'words'
        ? exports.wordAt(...where, which.index, toStarts, toEnds)
        : exports.separatedAt(...where, which.separator, which.index, toStarts, toEnds);
    },

    hash(column: Slices, rows: RowSet, kind: HashKind, into: Int32Array): void {
      if (!has(into) || !hasColumn(column, rows)) return plain.hash(column, rows, kind, into);
      const live = liveCount(rows);
      need(into.length >= live, 'hash');
      exports.hashRows(...columnArguments(column, rows, live), kind === 'java' ? 0 : 1, into.byteOffset);
    },

    partition(hashes: Int32Array, partitions: number, into: Int32Array): void {
      if (!has(hashes) || !has(into)) return plain.partition(hashes, partitions, into);
      need(into.length >= hashes.length && partitions > 0, 'partition');
      exports.partitionHashes(hashes.byteOffset, hashes.length, partitions, into.byteOffset);
    },

    createDictionary: (options) => WasmDictionary.create(world, options) ?? plain.createDictionary(options),

    countIds(ids: Int32Array, counts: Float64Array): void {
      if (!has(ids) || !has(counts)) return plain.countIds(ids, counts);
      exports.countIdsOf(ids.byteOffset, ids.length, counts.byteOffset, counts.length);
    },

    countFirsts(ids: Int32Array, counts: Float64Array, firsts: Int32Array): number {
      if (!has(ids) || !has(counts) || !has(firsts)) return plain.countFirsts(ids, counts, firsts);
      need(firsts.length >= ids.length, 'countFirsts');
      return exports.countFirstsOf(
        ids.byteOffset,
        ids.length,
        counts.byteOffset,
        counts.length,
        firsts.byteOffset,
      );
    },

    sumIds(ids: Int32Array, values: Float64Array, sums: Float64Array): void {
      if (!has(ids) || !has(values) || !has(sums)) return plain.sumIds(ids, values, sums);
      need(values.length >= ids.length, 'sumIds');
      exports.sumIdsOf(ids.byteOffset, ids.length, values.byteOffset, sums.byteOffset, sums.length);
    },

    json(paths: readonly string[]): JsonKernel | undefined {
      const tree = planPaths(paths);
      return tree && (createWasmJson({ exports, blocks, hasColumn }, tree) ?? plain.json(paths));
    },

    logFields(column: Slices, rows: RowSet, into: LogTargets): number {
      const targets = logFieldNames.map((name) => into[name]);
      if (!hasColumn(column, rows) || !targets.every((one) => !one || (has(one.starts) && has(one.ends))))
        return plain.logFields(column, rows, into);
      targets.forEach((one, index) => {
        need(!one || (one.starts.length >= rows.rows && one.ends.length >= rows.rows), 'logFields');
        logTargets[index * 2] = one?.starts.byteOffset ?? 0;
        logTargets[index * 2 + 1] = one?.ends.byteOffset ?? 0;
      });
      const where = columnArguments(column, rows, liveCount(rows));
      return exports.readLogRows(
        ...where,
        logTargets.byteOffset,
        logTargets.byteOffset + logTargets.byteLength,
      );
    },

    matchSteps(
      column: Slices,
      rows: RowSet,
      plan: MatchPlan,
      into: { readonly lists: readonly Uint32Array[]; readonly unsure: Uint32Array },
    ): MatchResult {
      const { lists, unsure } = into;
      const program = matchProgram(plan);
      const isOurs = hasColumn(column, rows) && has(unsure) && lists.every(has);
      if (!isOurs || program.count > mostSteps || lists.length > mostLists)
        return plain.matchSteps(column, rows, plan, into);
      const live = liveCount(rows);
      need(unsure.length >= live && lists.every((list) => list.length >= rows.rows), 'matchSteps');
      stepRoom.set(program.bytes);
      const pointers = lists.map((list) => list.byteOffset);
      listRoom.set(pointers);
      program.edges.forEach(({ before, after }, index) => {
        const at = (index * stepBytes + 64) / 4;
        stepWords[at] = before === undefined ? 0 : (pointers[before] as number);
        stepWords[at + 1] = after === undefined ? 0 : (pointers[after] as number);
      });
      const matched = exports.matchRows(
        ...columnArguments(column, rows, live),
        stepRoom.byteOffset,
        program.count,
        plan.seek ?? -1,
        plan.reachesEnd ? 1 : 0,
        plan.isCertain ? 1 : 0,
        listRoom.byteOffset,
        lists.length,
        unsure.byteOffset,
        resultsAt,
      );
      return { matched, unsure: results[0] as number };
    },

    gather(column: Slices, rows: RowSet, options: GatherOptions, into: Uint8Array): GatherResult {
      if (!has(into) || !hasColumn(column, rows)) return plain.gather(column, rows, options, into);
      if (options.at > into.length) return { bytes: 0, rows: 0 };
      const live = liveCount(rows);
      const [bytes, starts, ends, selection] = columnArguments(column, rows, live);
      const done = exports.gatherRows(
        bytes,
        starts,
        ends,
        selection,
        options.from ?? 0,
        live,
        options.separator ?? -1,
        into.byteOffset + options.at,
        into.length - options.at,
        resultsAt,
      );
      return { bytes: results[0] as number, rows: done };
    },

    crc32(bytes: Uint8Array, seed = 0): number {
      if (!has(bytes)) return plain.crc32(bytes, seed);
      if (!hasCrcTables) exports.fillCrcTables(crcTablesAt);
      hasCrcTables = true;
      return exports.crc32Of(crcTablesAt, bytes.byteOffset, bytes.length, seed) >>> 0;
    },

    dispose() {
      blocks.give(scratch);
    },
  };
}

function columnArguments(column: Slices, rows: RowSet, live: number): ColumnArguments {
  need(rows.selection !== undefined || column.starts.length >= rows.rows, 'a column');
  need(column.ends.length >= column.starts.length, 'a column');
  return [
    column.bytes.byteOffset,
    column.starts.byteOffset,
    column.ends.byteOffset,
    rows.selection?.byteOffset ?? 0,
    live,
  ];
}

/** Sizes are checked here, once a call, because WebAssembly would write on. */
function need(isRight: boolean, what: string): void {
  if (!isRight) throw new KernelError('KERNEL_ARGUMENT', `The arrays of ${what} are too short`);
}
