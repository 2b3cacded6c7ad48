import type { ExpressionNode, ExpressionType, ParsedExpression, Scope } from '@sluice/expression';
import { parseExpression, printJavaScript } from '@sluice/expression';
import type { Logic, Schema, ValueType } from '@sluice/ir';
import { headerName } from '../batch-read.ts';
import { RunError } from '../errors.ts';

/** Logic ready to run over batches. */
export interface CompiledLogic {
  /** Fields it reads, single headers as `headers.<name>`. */
  readonly uses: readonly string[];
  /** The checked tree, for operators that know a faster way for some shapes; undefined for built-ins. */
  readonly tree: ExpressionNode | undefined;
  readonly type: ExpressionType;
}

/** Checked logic with what its generated code is made of. */
export interface CheckedLogic extends CompiledLogic {
  readonly source: (variable: (field: string) => string) => string;
}

/** Checks one logic against the record that arrives. Throws `RUN_LOGIC_INVALID`: the compiler refuses such flows. */
export function checkLogic(logic: Logic, schema: Schema, extra: Scope = []): CheckedLogic {
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

function builtin(name: string, parameters: { readonly [key: string]: unknown }): CheckedLogic {
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
