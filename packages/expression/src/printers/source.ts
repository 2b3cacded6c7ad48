import type { ExpressionNode } from '../contract.ts';

/** How tightly an expression binds; an operand that binds less gets parentheses. */
const strength = {
  conditional: 0,
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  sum: 5,
  product: 6,
  minus: 7,
  value: 8,
};

function strengthOf(node: ExpressionNode): number {
  switch (node.kind) {
    case 'conditional':
      return strength.conditional;
    case 'unary':
      return node.operator === 'not' ? strength.not : strength.minus;
    case 'binary':
      if (node.operator === 'or' || node.operator === 'and') return strength[node.operator];
      if (node.operator === '+' || node.operator === '-') return strength.sum;
      return '*/%'.includes(node.operator) ? strength.product : strength.comparison;
    case 'literal':
    case 'name':
    case 'member':
    case 'index':
    case 'list':
    case 'call':
      return strength.value;
  }
}

const names = /^[A-Za-z_][A-Za-z0-9_]*$/;
const escapes: { readonly [char: string]: string } = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text in quotes as the language reads it. */
export function quoteText(text: string): string {
  const inner = text.replace(/[\\'\n\r\t]|[^ -~\u00a0-\ud7ff\ue000-\uffff]/gu, (char) => {
    if (char === "'") return "\\'";
    if (char === '\\') return '\\\\';
    if ((char.codePointAt(0) ?? 0) > 0xffff) return char;
    return escapes[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `'${inner}'`;
}

/** Integer literals have digits only, all others a point or an exponent. */
function literalNumber(value: number, isInteger: boolean): string {
  const text = String(value).replace('e+', 'e');
  return isInteger || /[.e]/.test(text) ? text : `${text}.0`;
}

/** Prints a checked tree in the syntax of the language: parsing that gives the same tree again. */
export function printExpression(node: ExpressionNode): string {
  const within = (child: ExpressionNode, least: number): string => {
    const printed = printExpression(child);
    return strengthOf(child) < least ? `(${printed})` : printed;
  };
  switch (node.kind) {
    case 'literal':
      if (typeof node.value === 'string') return quoteText(node.value);
      return typeof node.value === 'number'
        ? literalNumber(node.value, node.type === 'integer')
        : String(node.value);
    case 'name':
      return node.name;
    case 'member': {
      const of = within(node.of, strength.value);
      return names.test(node.key) ? `${of}.${node.key}` : `${of}[${quoteText(node.key)}]`;
    }
    case 'index':
      return `${within(node.of, strength.value)}[${printExpression(node.at)}]`;
    case 'list':
      return `[${node.items.map(printExpression).join(', ')}]`;
    case 'call':
      return `${node.function}(${node.arguments.map(printExpression).join(', ')})`;
    case 'unary':
      return node.operator === 'not'
        ? `not ${within(node.of, strength.not)}`
        : `-${within(node.of, strength.minus)}`;
    case 'binary': {
      const own = strengthOf(node);
      // Comparisons do not chain; the other operators group to the left.
      const left = within(node.left, own === strength.comparison ? own + 1 : own);
      return `${left} ${node.operator} ${within(node.right, own + 1)}`;
    }
    case 'conditional':
      return `${within(node.test, strength.or)} ? ${printExpression(node.yes)} : ${printExpression(node.no)}`;
  }
}
