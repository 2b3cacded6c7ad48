import type { Drawing } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';
import type { Compiled, CompileOptions } from './contract.ts';

/** Turns a drawing into a program, or says everything that is wrong with it. */
export function compile(_drawing: Drawing, _options: CompileOptions): Compiled {
  throw new Error('Not built yet');
}

/** Everything there is to say about a drawing, worst first. */
export function check(drawing: Drawing, options: CompileOptions): readonly Diagnostic[] {
  return compile(drawing, options).diagnostics;
}
