import type { ParsedExpression } from '../contract.ts';

export interface JavaScriptOptions {
  /** JavaScript source that reads a name of the scope, e.g. `v0`. Must be an identifier. */
  variable(name: string): string;
}

/**
 * Prints an expression without problems as JavaScript source over the named variables and the support object `$`
 * (`expressionRuntime`). Variables hold null, string, number, boolean, Uint8Array (read as UTF-8), arrays,
 * Maps or plain objects; the value is one of these, never undefined.
 *
 * @example
 * const parsed = parseExpression("lower(value) == 'spark'", [{ name: 'value', type: 'string' }]);
 * const source = printJavaScript(parsed, { variable: () => 'v' });
 * const test = new Function('$', `return (v) => ${source};`)(expressionRuntime);
 */
export function printJavaScript(_parsed: ParsedExpression, _options: JavaScriptOptions): string {
  throw new Error('Not built yet');
}
