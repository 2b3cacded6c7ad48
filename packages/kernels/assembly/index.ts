export { findByEdge, findInRows, findInText, isAscending } from './find-rows';
export { gatherRows } from './gather';
export { indexLines } from './lines';
export {
  countSeparated,
  countWords,
  separatedAt,
  splitSeparated,
  splitWords,
  wordAt,
} from './split-fields';
