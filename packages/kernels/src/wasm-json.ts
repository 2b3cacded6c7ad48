import type { Block, MemoryBlocks } from './blocks.ts';
import type { RowSet, Slices } from './contract.ts';
import { KernelError } from './errors.ts';
import type { KernelExports } from './instance.ts';
import type { JsonColumn, JsonKernel, JsonList, JsonResult, JsonTargets } from './json-contract.ts';
import type { PathTree } from './json-paths.ts';
import { sizeOf, writeTree } from './json-plan.ts';
import { readJson } from './twins/json.ts';
import { liveCount } from './twins/rows.ts';

/** Words of a target: list or not, starts, ends, kinds, parents, room, items, items before the row. */
const targetWords = 8;
const mostPaths = 8;
/** What the kernel remembers of keys; see `assembly/json-keys.ts`. */
const memoBytes = 64 + 128 * 64;

/** What a JSON kernel stands on. */
export interface JsonWorld {
  readonly exports: KernelExports;
  readonly blocks: MemoryBlocks;
  readonly hasColumn: (column: Slices, rows: RowSet) => boolean;
}

/** A JSON kernel in WebAssembly; undefined when there is no memory for its paths. */
export function createWasmJson(world: JsonWorld, tree: PathTree): JsonKernel | undefined {
  const { exports, blocks, hasColumn } = world;
  const memoAt = Math.ceil(((mostPaths * targetWords + 1) * 4) / 64) * 64;
  const treeAt = memoAt + memoBytes;
  const block: Block | undefined = blocks.take(treeAt + sizeOf(tree));
  if (!block) return undefined;
  new Uint8Array(block.buffer, block.offset + memoAt, memoBytes).fill(0);
  const root = writeTree(tree, block.buffer, block.offset + treeAt);
  const words = new Uint32Array(block.buffer, block.offset, mostPaths * targetWords + 1);
  const resultAt = mostPaths * targetWords;

  const isInside = (into: JsonTargets): boolean =>
    blocks.owns(into.fallbacks.buffer) &&
    into.paths.every(
      (path) =>
        blocks.owns(path.starts.buffer) &&
        blocks.owns(path.ends.buffer) &&
        blocks.owns(path.kinds.buffer) &&
        (!('parents' in path) || blocks.owns(path.parents.buffer)),
    );

  return {
    isList: tree.isList,
    read(column: Slices, rows: RowSet, into: JsonTargets, from = 0): JsonResult {
      if (!hasColumn(column, rows) || !isInside(into)) return readJson(tree, { column, rows, from }, into);
      tree.isList.forEach((isList, path) => {
        words.set(targetOf(into.paths[path], isList, rows), path * targetWords);
      });
      const done = exports.readJsonRows(
        root,
        tree.isList.length,
        block.offset,
        column.bytes.byteOffset,
        column.starts.byteOffset,
        column.ends.byteOffset,
        rows.selection?.byteOffset ?? 0,
        from,
        liveCount(rows),
        into.fallbacks.byteOffset,
        block.offset + memoAt,
        block.offset + resultAt * 4,
      );
      return {
        rows: done,
        fallbacks: words[resultAt] as number,
        items: tree.isList.map((_, path) => words[path * targetWords + 6] as number),
      };
    },
    dispose: () => blocks.give(block),
  };
}

function targetOf(target: JsonColumn | JsonList | undefined, isList: boolean, rows: RowSet): number[] {
  const parents = target && 'parents' in target ? target.parents : undefined;
  const room = target?.starts.length ?? 0;
  const least = isList ? room : rows.rows;
  const isRight =
    target !== undefined &&
    room >= least &&
    target.ends.length >= least &&
    target.kinds.length >= least &&
    (!isList || (parents !== undefined && parents.length >= least));
  if (!isRight) throw new KernelError('KERNEL_ARGUMENT', 'The targets of the paths are missing or too short');
  const { starts, ends, kinds } = target;
  return [
    isList ? 1 : 0,
    starts.byteOffset,
    ends.byteOffset,
    kinds.byteOffset,
    parents?.byteOffset ?? 0,
    room,
    0,
    0,
  ];
}
