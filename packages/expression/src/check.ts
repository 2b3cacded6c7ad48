import type { BinaryOperator, ExpressionNode, ExpressionProblem, ExpressionType } from './contract.ts';
import { closest } from './suggest.ts';
import { isBoolean, isList, isNull, isNumber, isTextual, isWhole, numeric, printType } from './types.ts';

interface Place {
  readonly start: number;
  readonly end: number;
}

/** More problems than these help nobody. */
const mostProblems = 20;

/** Collects everything wrong with an expression. */
export class Problems {
  readonly list: ExpressionProblem[] = [];

  add(code: string, message: string, place: Place, help?: string): void {
    const { start, end } = place;
    if (this.list.length >= mostProblems) return;
    this.list.push({ code, message, start, end, ...(help !== undefined && { help }) });
  }

  expectBoolean(node: ExpressionNode, what: string): void {
    if (isBoolean(node.type)) return;
    const message = `${what} is ${printType(node.type)}, not true or false.`;
    this.add('EXPRESSION_TYPE', message, node, 'Compare it with something.');
  }

  expectNumber(node: ExpressionNode, what: string): void {
    if (isNumber(node.type)) return;
    const help = isTextual(node.type) ? 'Turn it into one with number(...).' : 'Use a number.';
    this.add('EXPRESSION_TYPE', `${what} is ${printType(node.type)}, not a number.`, node, help);
  }

  expectWhole(node: ExpressionNode, what: string): void {
    if (node.type === 'any' || isWhole(node.type)) return;
    const help = isNumber(node.type) ? 'Make it whole with floor(...) or round(...).' : 'Use integer(...).';
    this.add('EXPRESSION_TYPE', `${what} is ${printType(node.type)}, not a whole number.`, node, help);
  }
}

/** Checks the operands of an operator and gives the type of the result. */
export function typeOfBinary(
  operator: BinaryOperator,
  [left, right]: readonly [ExpressionNode, ExpressionNode],
  problems: Problems,
): ExpressionType {
  const [a, b] = [left.type, right.type];
  switch (operator) {
    case 'and':
    case 'or':
      problems.expectBoolean(left, `The value before ${operator}`);
      problems.expectBoolean(right, `The value after ${operator}`);
      return 'boolean';
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      checkComparison(operator, [left, right], problems);
      return 'boolean';
    case '+':
      if ((isTextual(a) && a !== 'any') || (isTextual(b) && b !== 'any')) return 'string';
      problems.expectNumber(left, 'The value before +');
      problems.expectNumber(right, 'The value after +');
      if (a === 'any' || b === 'any') return 'any';
      return isWhole(a) && isWhole(b) && (a === 'time') !== (b === 'time') ? 'time' : numeric(a, b);
    case '-':
    case '*':
    case '%':
    case '/':
      problems.expectNumber(left, `The value before ${operator}`);
      problems.expectNumber(right, `The value after ${operator}`);
      if (operator === '/') return 'double';
      return operator === '-' && a === 'time' && b === 'integer' ? 'time' : numeric(a, b);
  }
}

function checkComparison(
  operator: BinaryOperator,
  [left, right]: readonly [ExpressionNode, ExpressionNode],
  problems: Problems,
): void {
  const [a, b] = [left.type, right.type];
  const isOrdered = operator !== '==' && operator !== '!=';
  const isContainer = (t: ExpressionType): boolean => typeof t === 'object';
  const isSame =
    (isNumber(a) && isNumber(b)) ||
    (isTextual(a) && isTextual(b)) ||
    (!isOrdered && isBoolean(a) && isBoolean(b)) ||
    (!isOrdered && isContainer(a) && isContainer(b) && isList(a) === isList(b));
  const isAny = a === 'any' || b === 'any';
  if (isSame || (isAny && !isOrdered)) return;
  const isNumberText = (isTextual(a) && isNumber(b)) || (isNumber(a) && isTextual(b));
  problems.add(
    'EXPRESSION_TYPE',
    `${operator} compares ${printType(a)} with ${printType(b)}; that is never true.`,
    { start: left.start, end: right.end },
    isNumberText
      ? 'Put the number in quotes, or turn the text into one with number(...).'
      : isOrdered && isAny
        ? 'Only numbers and texts have an order.'
        : 'Compare like with like.',
  );
}

/** The type of `of.key`. */
export function typeOfMember(
  of: ExpressionNode,
  key: string,
  { place, problems }: { readonly place: Place; readonly problems: Problems },
): ExpressionType {
  const { type } = of;
  if (type === 'any') return 'any';
  if (typeof type === 'object' && 'map' in type) return type.map;
  if (typeof type === 'object' && 'record' in type) {
    const found = type.record.find((f) => f.name === key);
    if (found) return found.type;
    const names = type.record.map((f) => f.name);
    const near = closest(key, names);
    problems.add(
      'EXPRESSION_FIELD_UNKNOWN',
      `There is no field ${key} in this record.`,
      place,
      near !== undefined ? `Did you mean ${near}?` : `It has ${names.join(', ')}.`,
    );
    return 'any';
  }
  problems.add(
    'EXPRESSION_TYPE',
    `Only a map or a record has fields; this is ${printType(type)}.`,
    place,
    isTextual(type) ? "For JSON text use json(text, '$.field')." : 'Remove the field.',
  );
  return 'any';
}

/** The type of `of[at]`. */
export function typeOfIndex(of: ExpressionNode, at: ExpressionNode, problems: Problems): ExpressionType {
  const { type } = of;
  if (type === 'any') return 'any';
  if (typeof type === 'object' && 'list' in type) {
    problems.expectWhole(at, 'The index of a list');
    return type.list;
  }
  if (at.kind === 'literal' && typeof at.value === 'string') {
    return typeOfMember(of, at.value, { place: { start: of.start, end: at.end }, problems });
  }
  if (typeof type === 'object' && 'map' in type && isTextual(at.type) && !isNull(at)) return type.map;
  if (typeof type === 'object') {
    const isRecord = 'record' in type;
    problems.add(
      'EXPRESSION_TYPE',
      isRecord
        ? 'Which field of a record is meant must be written out.'
        : `The key is ${printType(at.type)}, not text.`,
      at,
      'Use a text in quotes.',
    );
    return 'any';
  }
  problems.add(
    'EXPRESSION_TYPE',
    `Only a list or a map has items; this is ${printType(type)}.`,
    of,
    isTextual(type) ? 'For characters use substring(text, from, to).' : 'Remove the index.',
  );
  return 'any';
}
