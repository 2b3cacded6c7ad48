export type { Arena } from './arena.ts';
export { arenaBytes, guardBytes, textBytes } from './arena-layout.ts';
export type { ArenaPool } from './arena-pool.ts';
export type {
  FieldTarget,
  GatherOptions,
  GatherResult,
  HashKind,
  KernelMemory,
  Kernels,
  LinesInput,
  LinesResult,
  OwnedArray,
  RowSearch,
  RowSet,
  Separator,
  Slices,
  SliceTarget,
  SplitResult,
} from './contract.ts';
export { noSlice } from './contract.ts';
export { createKernels, type KernelOptions } from './create-kernels.ts';
export type {
  Dictionary,
  DictionaryOptions,
  DictionarySnapshot,
  InternResult,
  InternWordsResult,
  WordTarget,
} from './dictionary-contract.ts';
export { KernelError, type KernelErrorCode } from './errors.ts';
export {
  type JsonColumn,
  type JsonKernel,
  type JsonList,
  type JsonResult,
  type JsonTargets,
  jsonArray,
  jsonEscaped,
  jsonFalse,
  jsonMissing,
  jsonNull,
  jsonNumber,
  jsonObject,
  jsonString,
  jsonTrue,
} from './json-contract.ts';
export { type LogField, type LogTargets, logFieldNames } from './log-contract.ts';
export { longestMatched, type MatchPlan, type MatchResult, type MatchStep } from './match-contract.ts';
