import { listFunctions } from './lists.ts';
import { numberFunctions } from './numbers.ts';
import type { FunctionSpec } from './spec.ts';
import { textFunctions } from './texts.ts';
import { valueFunctions } from './values.ts';

/** All functions, by the order the documentation shows them. */
export const functionSpecs: readonly FunctionSpec[] = [
  ...textFunctions,
  ...listFunctions,
  ...numberFunctions,
  ...valueFunctions,
];

/** Functions by name. */
export const functionsByName: ReadonlyMap<string, FunctionSpec> = new Map(
  functionSpecs.map((f) => [f.name, f]),
);
