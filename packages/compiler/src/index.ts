export { check, compile } from './compile.ts';
export type { Compile, Compiled, CompileOptions } from './contract.ts';
export { explain } from './explain.ts';
