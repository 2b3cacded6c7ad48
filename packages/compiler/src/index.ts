export { check, compile } from './compile.ts';
export type { CheckCode, Compile, Compiled, CompileOptions } from './contract.ts';
export { deliveryOf, explain } from './explain.ts';
