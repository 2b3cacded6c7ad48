export {
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
export { indexLines } from './lines';
export {
  countSeparated,
  countWords,
  separatedAt,
  splitSeparated,
  splitWords,
  wordAt,
} from './split-fields';
