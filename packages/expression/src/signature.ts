import type { FunctionSpec } from './functions/spec.ts';
import { functionsByName } from './functions/table.ts';
import { lex } from './lex.ts';

/** The call around the caret, and which of its values is being written. */
export interface Signature {
  readonly spec: FunctionSpec;
  /** Index into `spec.arguments`; the last one repeats when the function takes any number. */
  readonly argument: number;
}

/** Prints how a function is called, for example `substring(text, from, to?)`. */
export function printSignature(spec: FunctionSpec): string {
  const names = spec.arguments.map((a) => (a.isOptional === true ? `${a.name}?` : a.name));
  return `${spec.name}(${names.join(', ')}${spec.isVariadic === true ? ', …' : ''})`;
}

/** The innermost call that is open at `offset`; undefined outside of calls. */
export function signatureAt(text: string, offset: number): Signature | undefined {
  const open: { readonly name: string | undefined; commas: number }[] = [];
  const { tokens } = lex(text.slice(0, offset));
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'symbol') continue;
    if (token.value === '(' || token.value === '[') {
      const before = tokens[index - 1];
      open.push({
        name: token.value === '(' && before?.kind === 'name' ? before.value : undefined,
        commas: 0,
      });
    } else if (token.value === ')' || token.value === ']') {
      open.pop();
    } else if (token.value === ',') {
      const call = open.at(-1);
      if (call) call.commas += 1;
    }
  }
  for (const call of open.reverse()) {
    const spec = call.name === undefined ? undefined : functionsByName.get(call.name);
    if (spec) return { spec, argument: Math.min(call.commas, spec.arguments.length - 1) };
  }
  return undefined;
}
