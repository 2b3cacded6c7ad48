import type { ArenaPool } from './arena-pool.ts';
import type { Blocks } from './blocks.ts';
import type { Kernels } from './contract.ts';
import { planPaths } from './json-paths.ts';
import { countFirsts, countIds, sumIds } from './twins/count-ids.ts';
import { crc32 } from './twins/crc32.ts';
import { PlainDictionary } from './twins/dictionary.ts';
import { findRows } from './twins/find-rows.ts';
import { gather } from './twins/gather.ts';
import { hash, partition } from './twins/hash.ts';
import { readJson } from './twins/json.ts';
import { lines } from './twins/lines.ts';
import { logFields } from './twins/log-fields.ts';
import { matchSteps } from './twins/match-steps.ts';
import { countFields, fieldAt, splitFields } from './twins/split-fields.ts';

/** The twins as kernels. */
export function createPlainKernels(blocks: Blocks, arenas: ArenaPool): Kernels {
  return {
    isPlain: true,
    memory: undefined,
    arenas,
    float64(length) {
      const block = blocks.take(length * 8);
      if (!block) return undefined;
      return { array: new Float64Array(block.buffer, 0, length), free: () => blocks.give(block) };
    },
    lines,
    findRows,
    countFields,
    splitFields,
    fieldAt,
    hash,
    partition,
    createDictionary: (options) => new PlainDictionary(options),
    countIds,
    countFirsts,
    owns: () => false,
    sumIds,
    json(paths) {
      const tree = planPaths(paths);
      if (!tree) return undefined;
      return {
        isList: tree.isList,
        read: (column, rows, into, from = 0) => readJson(tree, { column, rows, from }, into),
        dispose() {},
      };
    },
    logFields,
    matchSteps,
    gather,
    crc32,
    dispose() {},
  };
}
