export type { Compile, Compiled, CompileOptions } from './contract.ts';
