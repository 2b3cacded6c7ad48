export { crc32Of, fillCrcTables } from './crc32';
export {
  countFirstsOf,
  countIdsOf,
  findKey,
  internRows,
  internWordsOf,
  javaHashesOf,
  rebuildTable,
  sumIdsOf,
} from './dictionary';
export { findByEdge, findInRows, findInText, isAscending } from './find-rows';
export { gatherRows } from './gather';
export { hashRows, partitionHashes } from './hash';
export { readJsonRows } from './json';
export { indexLines } from './lines';
export { readLogRows } from './log-fields';
export { matchRows } from './match-steps';
export {
  countSeparated,
  countWords,
  separatedAt,
  splitSeparated,
  splitWords,
  wordAt,
} from './split-fields';
