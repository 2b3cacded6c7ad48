export type { CodeTypes } from './declare-types.ts';
export { declareTypes } from './declare-types.ts';
export type { CodeShape, PreparedCode } from './prepare-code.ts';
export { prepareCode } from './prepare-code.ts';
