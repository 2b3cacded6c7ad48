export type { CodeShape, PreparedCode } from './prepare-code.ts';
export { prepareCode } from './prepare-code.ts';
