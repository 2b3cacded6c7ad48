import type { Program } from '@sluice/ir';

/** Prints a program for people: stages, operators, streams. */
export function explain(program: Program): string {
  return JSON.stringify(program, null, 2);
}
