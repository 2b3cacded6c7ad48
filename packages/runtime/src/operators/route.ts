import type { RouteOperator } from '@sluice/ir';
import type { Batch } from '../batch.ts';
import { liveRows } from '../batch.ts';
import { selectRows } from '../batch-cut.ts';
import { toText } from '../batch-read.ts';
import { compileEvaluator } from '../logic/compile-logic.ts';
import type { Transform, TransformOptions } from './transform.ts';

/** One output of a routed batch. */
export interface RoutedPart {
  readonly output: string;
  readonly isRequired: boolean;
  readonly batch: Batch;
}

/** Splits a batch by output: all required parts first, then the optional ones, each in the order of the operator. */
export type Router = (batch: Batch) => readonly RoutedPart[];

interface Choice {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** The router of a route operator; an output that is required for a record is not optional for it too. */
export function createRouter(operator: RouteOperator, options: TransformOptions): Router {
  const choices = [...operator.cases, operator.otherwise].map(withoutDoubles);
  const otherwise = choices.length - 1;
  const on = operator.on;
  if (on === undefined) {
    const only = choices[otherwise] as Choice;
    return (batch) => (liveRows(batch) === 0 ? [] : whole(only, batch));
  }
  const evaluate = compileEvaluator(on, options.input, options.now);
  const byValue = new Map<unknown, number>();
  // The first case of a value counts.
  operator.cases.forEach((one, index) => {
    if (!byValue.has(one.value)) byValue.set(one.value, index);
  });
  return (batch) => {
    const live = liveRows(batch);
    if (live === 0) return [];
    const values = evaluate(batch);
    const chosen = new Uint8Array(live);
    const counts = new Uint32Array(choices.length);
    for (let i = 0; i < live; i++) {
      const value = values[i];
      const index = byValue.get(typeof value === 'string' ? value : toText(value)) ?? otherwise;
      chosen[i] = index;
      counts[index] = (counts[index] as number) + 1;
    }
    return split({ batch, choices, chosen, counts });
  };
}

function withoutDoubles(choice: Choice): Choice {
  const required = [...new Set(choice.required)];
  return { required, optional: [...new Set(choice.optional)].filter((output) => !required.includes(output)) };
}

function whole(choice: Choice, batch: Batch): readonly RoutedPart[] {
  return [
    ...choice.required.map((output) => ({ output, isRequired: true, batch })),
    ...choice.optional.map((output) => ({ output, isRequired: false, batch })),
  ];
}

function split(input: {
  readonly batch: Batch;
  readonly choices: readonly Choice[];
  readonly chosen: Uint8Array;
  readonly counts: Uint32Array;
}): readonly RoutedPart[] {
  const { batch, choices, chosen, counts } = input;
  const only = counts.findIndex((count) => count === chosen.length);
  if (only >= 0) return whole(choices[only] as Choice, batch);
  const parts: RoutedPart[] = [];
  for (const isRequired of [true, false]) {
    const outputs = new Set(choices.flatMap((choice) => (isRequired ? choice.required : choice.optional)));
    for (const output of outputs) {
      const wanted = choices.map((choice) =>
        (isRequired ? choice.required : choice.optional).includes(output),
      );
      let size = 0;
      wanted.forEach((isWanted, index) => {
        if (isWanted) size += counts[index] as number;
      });
      if (size === 0) continue;
      const rows = new Uint32Array(size);
      let at = 0;
      for (let i = 0; i < chosen.length; i++) {
        if (wanted[chosen[i] as number]) rows[at++] = batch.selection ? (batch.selection[i] as number) : i;
      }
      parts.push({ output, isRequired, batch: selectRows(batch, rows) });
    }
  }
  return parts;
}

/** A route as a plain transform: required and optional outputs alike get their records. */
export function createRoute(operator: RouteOperator, options: TransformOptions): Transform {
  const route = createRouter(operator, options);
  return {
    process(batch, _input, emit) {
      for (const part of route(batch)) emit(part.output, part.batch);
    },
  };
}
