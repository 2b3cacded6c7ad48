import type { RouteOperator } from '@sluice/ir';
import type { Batch, BytesColumn } from '../batch.ts';
import { liveRows } from '../batch.ts';
import { selectRows } from '../batch-cut.ts';
import { columnOf, readBytesText, toText } from '../batch-read.ts';
import { checkLogic } from '../logic/check-logic.ts';
import { compileEvaluator } from '../logic/compile-logic.ts';
import { valuePath } from '../plan/value-path.ts';
import { encodeUtf8 } from '../text.ts';
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
  const path = valuePath(checkLogic(on, options.input));
  const field = path.kind === 'column' ? path.field : undefined;
  const chooseByBytes = byteChooser(byValue, otherwise);
  return (batch) => {
    const live = liveRows(batch);
    if (live === 0) return [];
    const chosen = choices.length > 256 ? new Uint32Array(live) : new Uint8Array(live);
    const counts = new Uint32Array(choices.length);
    const column = field === undefined ? undefined : columnOf(batch, field);
    if (column?.kind === 'bytes') {
      chooseByBytes(column, batch, chosen);
      for (let i = 0; i < live; i++)
        counts[chosen[i] as number] = (counts[chosen[i] as number] as number) + 1;
      return split({ batch, choices, chosen, counts });
    }
    const values = evaluate(batch);
    for (let i = 0; i < live; i++) {
      const value = values[i];
      const index = byValue.get(typeof value === 'string' ? value : toText(value)) ?? otherwise;
      chosen[i] = index;
      counts[index] = (counts[index] as number) + 1;
    }
    return split({ batch, choices, chosen, counts });
  };
}

/** Longest text compared as one number. */
const packedBytes = 6;

/** Chooses by the bytes of a column: short ones are numbers, longer ones are read as text where a case is as long. */
function byteChooser(
  byValue: ReadonlyMap<unknown, number>,
  otherwise: number,
): (column: BytesColumn, batch: Batch, chosen: Uint8Array | Uint32Array) => void {
  const packed = new Map<number, number>();
  let longest = 0;
  for (const [value, index] of byValue) {
    const bytes = encodeUtf8(String(value));
    longest = Math.max(longest, bytes.length);
    // A broken byte reads as U+FFFD, which has other bytes: such a case is only found as text.
    if (/[\ud800-\udfff\ufffd]/.test(String(value))) longest = Number.POSITIVE_INFINITY;
    else if (bytes.length <= packedBytes) packed.set(pack(bytes, 0, bytes.length), index);
  }
  return (column, { selection }, chosen) => {
    const { bytes, starts, ends } = column;
    const isText = longest === Number.POSITIVE_INFINITY;
    for (let i = 0; i < chosen.length; i++) {
      const row = selection ? (selection[i] as number) : i;
      const start = starts[row] as number;
      const end = ends[row] as number;
      let index: number | undefined;
      if (end - start <= packedBytes && !isText) index = packed.get(pack(bytes, start, end));
      else if (end - start <= longest) index = byValue.get(readBytesText(column, row));
      chosen[i] = index ?? otherwise;
    }
  };
}

/** Bytes as a number; a one in front keeps different lengths apart. */
function pack(bytes: Uint8Array, start: number, end: number): number {
  let packed = 1;
  for (let at = start; at < end; at++) packed = packed * 256 + (bytes[at] as number);
  return packed;
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
  readonly chosen: Uint8Array | Uint32Array;
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
      const rows = batch.slab?.uint32(size) ?? new Uint32Array(size);
      let at = 0;
      const { selection } = batch;
      for (let i = 0; i < chosen.length; i++) {
        if (wanted[chosen[i] as number]) rows[at++] = selection ? (selection[i] as number) : i;
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
