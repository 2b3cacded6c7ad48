export { tupleTree } from './tuple-tree.ts';
