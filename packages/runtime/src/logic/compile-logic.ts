import type { ExpressionNode, ExpressionType, ParsedExpression, Scope } from '@sluice/expression';
import { expressionRuntime, parseExpression, printJavaScript } from '@sluice/expression';
import type { Logic, Schema, ValueType } from '@sluice/ir';
import type { Batch } from '../batch.ts';
import { liveRows } from '../batch.ts';
import { columnOf, headerName } from '../batch-read.ts';
import { RunError } from '../errors.ts';
import { liveColumn } from './live-column.ts';

/** Logic ready to run over batches. */
export interface CompiledLogic {
  /** Fields it reads, single headers as `headers.<name>`. */
  readonly uses: readonly string[];
  /** The checked tree, for operators that know a faster way for some shapes; undefined for built-ins. */
  readonly tree: ExpressionNode | undefined;
  readonly type: ExpressionType;
}

/** Computes logics over the live rows of a batch in one loop; `outputs[k][row]` gets the value of logic k. */
export type BatchLoop = (
  columns: readonly ArrayLike<unknown>[],
  rows: Uint32Array | undefined,
  count: number,
  outputs: readonly unknown[][],
) => void;

interface Compiled extends CompiledLogic {
  readonly source: (variable: (field: string) => string) => string;
}

/** Checks one logic against the record that arrives. Throws `RUN_LOGIC_INVALID`: the compiler refuses such flows. */
export function compileLogic(logic: Logic, schema: Schema, extra: Scope = []): CompiledLogic {
  return prepare(logic, schema, extra);
}

function prepare(logic: Logic, schema: Schema, extra: Scope): Compiled {
  if (logic.kind === 'builtin') return builtin(logic.name, logic.parameters);
  const parsed = parseExpression(logic.text, [...scopeOf(schema), ...extra]);
  const problem = parsed.problems[0];
  if (problem || !parsed.tree) {
    throw new RunError('RUN_LOGIC_INVALID', `${problem?.message ?? 'No expression'} in "${logic.text}"`);
  }
  const tree = flattenHeaders(parsed.tree);
  const rewritten: ParsedExpression = { ...parsed, tree, uses: namesOf(tree) };
  return {
    uses: rewritten.uses,
    tree,
    type: parsed.type,
    source: (variable) => printJavaScript(rewritten, { variable }),
  };
}

function builtin(name: string, parameters: { readonly [key: string]: unknown }): Compiled {
  if (name === 'field' && typeof parameters.name === 'string') {
    const field = parameters.name;
    const tree: ExpressionNode = { kind: 'name', name: field, start: 0, end: 0, type: 'any' };
    return { uses: [field], tree, type: 'any', source: (variable) => variable(field) };
  }
  if (name === 'now') {
    // Whole ms of the run's clock; with `keep`, only where that field has no value yet.
    const now = 'Math.floor(now())';
    const keep = parameters.keep;
    if (typeof keep !== 'string') return { uses: [], tree: undefined, type: 'time', source: () => now };
    return {
      uses: [fieldName(keep)],
      tree: undefined,
      type: 'time',
      source: (variable) => `(${variable(fieldName(keep))} ?? ${now})`,
    };
  }
  throw new RunError('RUN_LOGIC_INVALID', `There is no built-in function "${name}"`);
}

/** One spelling for a header, however it was written. */
function fieldName(field: string): string {
  const header = headerName(field);
  return header === undefined ? field : `headers.${header}`;
}

/** The scope an expression sees for a schema. */
export function scopeOf(schema: Schema): Scope {
  return schema.fields.map((field) => ({ name: field.name, type: toExpressionType(field.type) }));
}

function toExpressionType(type: ValueType): ExpressionType {
  return type as ExpressionType;
}

/**
 * Compiles logics into one loop. The source comes from the printer of the closed, checked expression tree; no text
 * a person wrote reaches `Function` by another way.
 */
export function compileLoop(
  logics: readonly Logic[],
  schema: Schema,
  now: () => number,
): { readonly uses: readonly string[]; readonly loop: BatchLoop; readonly logics: readonly CompiledLogic[] } {
  const compiled = logics.map((logic) => prepare(logic, schema, []));
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
  const compiled = prepare(logic, schema, []);
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
  const tree = logics[0]?.tree;
  if (tree?.kind === 'name') return (batch) => liveColumn(columnOf(batch, tree.name), batch);
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

/** `headers.status` becomes one name, so that only that header is read and no object of headers is made. */
function flattenHeaders(node: ExpressionNode): ExpressionNode {
  switch (node.kind) {
    case 'literal':
    case 'name':
      return node;
    case 'member':
      if (node.of.kind === 'name' && node.of.name === 'headers') {
        return {
          kind: 'name',
          name: `headers.${node.key}`,
          start: node.start,
          end: node.end,
          type: node.type,
        };
      }
      return { ...node, of: flattenHeaders(node.of) };
    case 'index':
      if (node.of.kind === 'name' && node.of.name === 'headers' && node.at.kind === 'literal') {
        const name = `headers.${String(node.at.value)}`;
        return { kind: 'name', name, start: node.start, end: node.end, type: node.type };
      }
      return { ...node, of: flattenHeaders(node.of), at: flattenHeaders(node.at) };
    case 'list':
      return { ...node, items: node.items.map(flattenHeaders) };
    case 'unary':
      return { ...node, of: flattenHeaders(node.of) };
    case 'binary':
      return { ...node, left: flattenHeaders(node.left), right: flattenHeaders(node.right) };
    case 'conditional':
      return {
        ...node,
        test: flattenHeaders(node.test),
        yes: flattenHeaders(node.yes),
        no: flattenHeaders(node.no),
      };
    case 'call':
      return { ...node, arguments: node.arguments.map(flattenHeaders) };
  }
}

function namesOf(tree: ExpressionNode): readonly string[] {
  const names = new Set<string>();
  const visit = (node: ExpressionNode): void => {
    if (node.kind === 'name') names.add(node.name);
    else if (node.kind === 'member' || node.kind === 'unary') visit(node.of);
    else if (node.kind === 'index') [node.of, node.at].forEach(visit);
    else if (node.kind === 'list') node.items.forEach(visit);
    else if (node.kind === 'binary') [node.left, node.right].forEach(visit);
    else if (node.kind === 'conditional') [node.test, node.yes, node.no].forEach(visit);
    else if (node.kind === 'call') node.arguments.forEach(visit);
  };
  visit(tree);
  return [...names];
}
