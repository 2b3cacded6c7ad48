import type { ExpressionType } from '@sluice/expression';
import { expressionRuntime, parseExpression, printJavaScript } from '@sluice/expression';
import type { Logic, Schema } from '@sluice/ir';
import type { Batch } from '../batch.ts';
import { liveRows } from '../batch.ts';
import { columnOf } from '../batch-read.ts';
import { RunError } from '../errors.ts';
import { valuePath } from '../plan/value-path.ts';
import { type CompiledLogic, checkLogic } from './check-logic.ts';
import { liveColumn } from './live-column.ts';

/** Computes logics over the live rows of a batch in one loop; `outputs[k][row]` gets the value of logic k. */
export type BatchLoop = (
  columns: readonly ArrayLike<unknown>[],
  rows: Uint32Array | undefined,
  count: number,
  outputs: readonly unknown[][],
) => void;

/**
 * Compiles logics into one loop. The source comes from the printer of the closed, checked expression tree; no text
 * a person wrote reaches `Function` by another way.
 */
export function compileLoop(
  logics: readonly Logic[],
  schema: Schema,
  now: () => number,
): { readonly uses: readonly string[]; readonly loop: BatchLoop; readonly logics: readonly CompiledLogic[] } {
  const compiled = logics.map((logic) => checkLogic(logic, schema));
  const uses = [...new Set(compiled.flatMap((logic) => logic.uses))];
  const variable = (field: string): string => `v${uses.indexOf(field)}`;
  const body = [
    ...uses.map((_, k) => `const c${k} = columns[${k}];`),
    ...compiled.map((_, k) => `const o${k} = outputs[${k}];`),
    'for (let i = 0; i < count; i++) {',
    '  const row = rows === undefined ? i : rows[i];',
    ...uses.map((_, k) => `  const v${k} = c${k}[i];`),
    ...compiled.map((logic, k) => `  o${k}[row] = ${logic.source(variable)};`),
    '}',
  ];
  return { uses, logics: compiled, loop: makeLoop(body.join('\n'), now) };
}

/** Compiles a predicate into a loop that writes the rows that pass and returns how many. */
export function compilePredicate(
  logic: Logic,
  schema: Schema,
  now: () => number,
): {
  readonly compiled: CompiledLogic;
  readonly loop: (
    columns: readonly ArrayLike<unknown>[],
    rows: Uint32Array | undefined,
    count: number,
    passed: Uint32Array,
  ) => number;
} {
  const compiled = checkLogic(logic, schema);
  const uses = compiled.uses;
  const body = [
    'let kept = 0;',
    ...uses.map((_, k) => `const c${k} = columns[${k}];`),
    'for (let i = 0; i < count; i++) {',
    '  const row = rows === undefined ? i : rows[i];',
    ...uses.map((_, k) => `  const v${k} = c${k}[i];`),
    `  if ((${compiled.source((field) => `v${uses.indexOf(field)}`)}) === true) outputs[kept++] = row;`,
    '}',
    'return kept;',
  ];
  return { compiled, loop: makeLoop(body.join('\n'), now) };
}

/** Compiles the function of a fold: `a` is the value so far, `b` the next one. */
export function compileCombine(text: string, type: ExpressionType): (a: unknown, b: unknown) => unknown {
  const parsed = parseExpression(text, [
    { name: 'a', type },
    { name: 'b', type },
  ]);
  const problem = parsed.problems[0];
  if (problem || !parsed.tree) {
    throw new RunError('RUN_LOGIC_INVALID', `${problem?.message ?? 'No expression'} in "${text}"`);
  }
  const source = printJavaScript(parsed, { variable: (name) => name });
  return new Function('$', `return (a, b) => ${source};`)(expressionRuntime) as (
    a: unknown,
    b: unknown,
  ) => unknown;
}

function makeLoop<T>(body: string, now: () => number): T {
  const source = `return function loop(columns, rows, count, outputs) {\n${body}\n};`;
  return new Function('$', 'now', source)(expressionRuntime, now) as T;
}

/** The values of one logic for the live rows of a batch, by live index. */
export type LiveEvaluator = (batch: Batch) => ArrayLike<unknown>;

/** Makes an evaluator; a logic that only names a field reads its column. */
export function compileEvaluator(logic: Logic, schema: Schema, now: () => number): LiveEvaluator {
  const { uses, loop, logics } = compileLoop([logic], schema, now);
  const path = valuePath(logics[0] as CompiledLogic);
  if (path.kind === 'column') return (batch) => liveColumn(columnOf(batch, path.field), batch);
  return (batch) => {
    const count = liveRows(batch);
    const out = new Array<unknown>(count);
    loop(liveColumns(uses, batch), undefined, count, [out]);
    return out;
  };
}

/** Values of several fields by live index, as loops take them. */
export function liveColumns(fields: readonly string[], batch: Batch): ArrayLike<unknown>[] {
  return fields.map((field) => liveColumn(columnOf(batch, field), batch));
}
