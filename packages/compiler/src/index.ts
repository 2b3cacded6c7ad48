export { check, compile } from './compile.ts';
export type { Compile, Compiled, CompileOptions } from './contract.ts';
export { deliveryOf, explain } from './explain.ts';
