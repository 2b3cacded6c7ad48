import type { ExpressionNode, ParsedExpression } from '../contract.ts';
import { functionsByName } from '../functions/table.ts';
import { callOf } from '../operators.ts';

export interface JavaScriptOptions {
  /** JavaScript that reads a name of the scope: an identifier, or an identifier indexed by one, e.g. `v0`, `c0[i]`. */
  variable(name: string): string;
  /** The same for one entry of a map of the scope (`headers.status`); undefined reads the whole map instead. */
  member?(name: string, key: string): string | undefined;
}

/** A text as source that stays one inside a script element and on one line. */
function quote(text: string): string {
  return JSON.stringify(text)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}

function variable(source: string): string {
  if (!/^[A-Za-z_$][\w$]*(?:\[[A-Za-z_$][\w$]*\])?$/.test(source)) {
    throw new Error(`${JSON.stringify(source)} is not a variable.`);
  }
  return `(${source} ?? null)`;
}

/** Values that are true or false and never null need no test. */
function isCertain(node: ExpressionNode): boolean {
  if (node.kind === 'literal') return typeof node.value === 'boolean';
  if (node.kind === 'unary') return node.operator === 'not';
  if (node.kind === 'call') return functionsByName.get(node.function)?.isCertain === true;
  return node.kind === 'binary' && node.type === 'boolean';
}

function print(node: ExpressionNode, options: JavaScriptOptions): string {
  const of = (child: ExpressionNode): string => print(child, options);
  const test = (child: ExpressionNode): string => (isCertain(child) ? of(child) : `(${of(child)} === true)`);
  switch (node.kind) {
    case 'literal':
      return typeof node.value === 'string' ? quote(node.value) : String(node.value);
    case 'name':
      return variable(options.variable(node.name));
    case 'member': {
      if (node.of.kind === 'name' && options.member) {
        const direct = options.member(node.of.name, node.key);
        if (direct !== undefined) return variable(direct);
      }
      return `$.member(${of(node.of)}, ${quote(node.key)})`;
    }
    case 'index':
      return `$.index(${of(node.of)}, ${of(node.at)})`;
    case 'list':
      return `[${node.items.map(of).join(', ')}]`;
    case 'unary':
      return node.operator === 'not' ? `(!${test(node.of)})` : `$.negate(${of(node.of)})`;
    case 'binary':
      if (node.operator === 'and') return `(${test(node.left)} && ${test(node.right)})`;
      if (node.operator === 'or') return `(${test(node.left)} || ${test(node.right)})`;
      return `$.${callOf(node)}(${of(node.left)}, ${of(node.right)})`;
    case 'conditional':
      return `(${test(node.test)} ? ${of(node.yes)} : ${of(node.no)})`;
    case 'call': {
      if (!functionsByName.has(node.function)) throw new Error(`There is no function ${node.function}.`);
      return `$.${node.function}(${node.arguments.map(of).join(', ')})`;
    }
  }
}

/**
 * Prints an expression without problems as JavaScript source over the named variables and the support object `$`
 * (`expressionRuntime`). Variables hold null, undefined, string, number, boolean, Uint8Array (read as UTF-8), arrays,
 * Maps or plain objects; the value is one of these, never undefined. Safe by construction: the source holds
 * only whitelisted names, escaped literals and calls of `$`.
 *
 * @example
 * const parsed = parseExpression("lower(value) == 'spark'", [{ name: 'value', type: 'string' }]);
 * const source = printJavaScript(parsed, { variable: () => 'v' });
 * const test = new Function('$', `return (v) => ${source};`)(expressionRuntime);
 */
export function printJavaScript(parsed: ParsedExpression, options: JavaScriptOptions): string {
  if (parsed.tree === undefined)
    throw new Error(`${JSON.stringify(parsed.text)} has problems and cannot be printed.`);
  return print(parsed.tree, options);
}
