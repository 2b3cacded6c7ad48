import type { BinaryOperator, ExpressionNode, ExpressionProblem, ExpressionType } from './contract.ts';
import { type ArgumentKind, functionsByName } from './functions.ts';
import { parseJsonPath } from './json-path.ts';
import type { Token } from './lex.ts';
import { checkRegex } from './regex.ts';
import { closest } from './suggest.ts';

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Collects everything wrong with an expression. */
export interface Problems {
  readonly list: ExpressionProblem[];
  add(code: string, message: string, place: Place, help?: string): void;
  expectBoolean(node: ExpressionNode, what: string): void;
  expectNumber(node: ExpressionNode, what: string): void;
}

/** Prints a type the way messages show it. */
export function printType(type: ExpressionType): string {
  if (type === 'string') return 'text';
  if (type === 'integer' || type === 'double') return 'a number';
  if (type === 'boolean') return 'true or false';
  if (typeof type === 'string') return type === 'any' ? 'any value' : type;
  if ('list' in type) return 'a list';
  return 'map' in type ? 'a map' : 'a record';
}

const isNumber = (t: ExpressionType): boolean =>
  t === 'any' || t === 'integer' || t === 'double' || t === 'time';
const isText = (t: ExpressionType): boolean => t === 'any' || t === 'string' || t === 'bytes';
const isBoolean = (t: ExpressionType): boolean => t === 'any' || t === 'boolean';
const isList = (t: ExpressionType): boolean => t === 'any' || (typeof t === 'object' && 'list' in t);

/** An empty collection of problems. */
export function createProblems(): Problems {
  const list: ExpressionProblem[] = [];
  const add: Problems['add'] = (code, message, { start, end }, help) => {
    list.push({ code, message, start, end, ...(help !== undefined && { help }) });
  };
  return {
    list,
    add,
    expectBoolean(node, what) {
      if (isBoolean(node.type)) return;
      add(
        'EXPRESSION_TYPE',
        `${what} is ${printType(node.type)}, not true or false.`,
        node,
        'Compare it with something.',
      );
    },
    expectNumber(node, what) {
      if (isNumber(node.type)) return;
      const help = isText(node.type) ? 'Turn it into one with number(...).' : 'Use a number.';
      add('EXPRESSION_TYPE', `${what} is ${printType(node.type)}, not a number.`, node, help);
    },
  };
}

function numeric(left: ExpressionType, right: ExpressionType): ExpressionType {
  const isWhole = (t: ExpressionType): boolean => t === 'integer' || t === 'time';
  return isWhole(left) && isWhole(right) ? 'integer' : 'double';
}

/** Checks the operands of an operator and gives the type of the result. */
export function typeOfBinary(
  operator: BinaryOperator,
  left: ExpressionNode,
  right: ExpressionNode,
  problems: Problems,
): ExpressionType {
  const [a, b] = [left.type, right.type];
  const place = { start: left.start, end: right.end };
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
    case '>=': {
      const isOrdered = operator !== '==' && operator !== '!=';
      const isSame =
        (isNumber(a) && isNumber(b)) ||
        (isText(a) && isText(b)) ||
        (!isOrdered && ((isBoolean(a) && isBoolean(b)) || (typeof a === 'object' && typeof b === 'object')));
      const isAny = a === 'any' || b === 'any';
      if (!isSame && !(isAny && !isOrdered)) {
        const isNumberText = (isText(a) && isNumber(b)) || (isNumber(a) && isText(b));
        problems.add(
          'EXPRESSION_TYPE',
          `${operator} compares ${printType(a)} with ${printType(b)}; that is never true.`,
          place,
          isNumberText
            ? 'Put the number in quotes, or turn the text into one with number(...).'
            : 'Compare like with like.',
        );
      }
      return 'boolean';
    }
    case '+': {
      if ((isText(a) && a !== 'any') || (isText(b) && b !== 'any')) return 'string';
      problems.expectNumber(left, 'The value before +');
      problems.expectNumber(right, 'The value after +');
      return a === 'any' || b === 'any' ? 'any' : numeric(a, b);
    }
    case '-':
    case '*':
    case '%':
    case '/':
      problems.expectNumber(left, `The value before ${operator}`);
      problems.expectNumber(right, `The value after ${operator}`);
      return operator === '/' ? 'double' : numeric(a, b);
  }
}

/** The type of `of.key`. */
export function typeOfMember(
  of: ExpressionNode,
  key: string,
  place: Place,
  problems: Problems,
): ExpressionType {
  const { type } = of;
  if (type === 'any') return 'any';
  if (typeof type === 'object' && 'map' in type) return type.map;
  if (typeof type === 'object' && 'record' in type) {
    const found = type.record.find((f) => f.name === key);
    if (found) return found.type;
    const near = closest(
      key,
      type.record.map((f) => f.name),
    );
    problems.add(
      'EXPRESSION_FIELD_UNKNOWN',
      `There is no field ${key} in this record.`,
      place,
      near !== undefined ? `Did you mean ${near}?` : `It has ${type.record.map((f) => f.name).join(', ')}.`,
    );
    return 'any';
  }
  problems.add(
    'EXPRESSION_TYPE',
    `Only a map or a record has fields; this is ${printType(type)}.`,
    place,
    isText(type) ? "For JSON text use json(text, '$.field')." : 'Remove the field.',
  );
  return 'any';
}

/** The type of `of[at]`. */
export function typeOfIndex(of: ExpressionNode, at: ExpressionNode, problems: Problems): ExpressionType {
  const { type } = of;
  if (type === 'any') return 'any';
  if (typeof type === 'object' && 'list' in type) {
    problems.expectNumber(at, 'The index of a list');
    return type.list;
  }
  if (at.kind === 'literal' && typeof at.value === 'string') {
    return typeOfMember(of, at.value, { start: of.start, end: at.end }, problems);
  }
  if (typeof type === 'object' && 'map' in type && isText(at.type)) return type.map;
  if (typeof type === 'object') {
    problems.add(
      'EXPRESSION_TYPE',
      `The key is ${printType(at.type)}, not text.`,
      at,
      'Use a text in quotes.',
    );
    return 'any';
  }
  problems.add(
    'EXPRESSION_TYPE',
    `Only a list or a map has items; this is ${printType(type)}.`,
    of,
    isText(type) ? 'For characters use substring(text, from, to).' : 'Remove the index.',
  );
  return 'any';
}

const fits: { readonly [K in ArgumentKind]: (type: ExpressionType) => boolean } = {
  text: isText,
  separator: isText,
  number: isNumber,
  list: isList,
  any: () => true,
  'list-or-text': (t) => isList(t) || isText(t),
  regex: isText,
  'json-path': isText,
};
const wanted: { readonly [K in ArgumentKind]: string } = {
  text: 'text',
  separator: 'text',
  number: 'a number',
  list: 'a list',
  any: 'any value',
  'list-or-text': 'a text or a list',
  regex: 'a regular expression in quotes',
  'json-path': 'a path in quotes',
};

/** Checks a call and gives the type of its result. */
export function checkCall(name: Token, args: readonly ExpressionNode[], problems: Problems): ExpressionType {
  const spec = functionsByName.get(name.value);
  if (spec === undefined) {
    const near = closest(name.value, [...functionsByName.keys()]);
    problems.add(
      'EXPRESSION_FUNCTION_UNKNOWN',
      `There is no function ${name.value}.`,
      name,
      near !== undefined
        ? `Did you mean ${near}?`
        : `The functions are ${[...functionsByName.keys()].join(', ')}.`,
    );
    return 'any';
  }
  const least = spec.arguments.filter((a) => a.isOptional !== true).length;
  const most = spec.isVariadic === true ? 50 : spec.arguments.length;
  if (args.length < least || args.length > most) {
    const count =
      least === most ? `${least}` : spec.isVariadic === true ? `at least ${least}` : `${least} or ${most}`;
    problems.add(
      'EXPRESSION_ARGUMENTS',
      `${name.value} takes ${count} ${least === 1 && most === 1 ? 'value' : 'values'}, not ${args.length}.`,
      name,
      `For example ${spec.example}.`,
    );
  }
  for (const [index, arg] of args.entries()) {
    const argument = spec.arguments[Math.min(index, spec.arguments.length - 1)];
    if (argument === undefined) continue;
    if (!fits[argument.kind](arg.type)) {
      problems.add(
        'EXPRESSION_TYPE',
        `${name.value} wants ${wanted[argument.kind]} as ${argument.name}; this is ${printType(arg.type)}.`,
        arg,
        argument.kind === 'number'
          ? 'Turn it into a number with number(...).'
          : `For example ${spec.example}.`,
      );
      continue;
    }
    checkLiteral(argument.kind, arg, problems);
  }
  const path = name.value === 'json' ? args[1] : undefined;
  if (
    path?.kind === 'literal' &&
    typeof path.value === 'string' &&
    parseJsonPath(path.value)?.isMany === true
  ) {
    return { list: 'any' };
  }
  return spec.returns(args.length > 0 ? args.map((a) => a.type) : ['any']);
}

function checkLiteral(kind: ArgumentKind, arg: ExpressionNode, problems: Problems): void {
  if (kind !== 'regex' && kind !== 'json-path') return;
  if (arg.kind !== 'literal' || typeof arg.value !== 'string') {
    problems.add(
      'EXPRESSION_LITERAL',
      `Here must stand ${wanted[kind]}.`,
      arg,
      'Write the text itself, not a computed one.',
    );
    return;
  }
  if (kind === 'json-path') {
    if (parseJsonPath(arg.value) === undefined) {
      problems.add(
        'EXPRESSION_JSON_PATH',
        `${arg.value} is not a path.`,
        arg,
        'Write a path like $.user.tags[*].text.',
      );
    }
    return;
  }
  const problem = checkRegex(arg.value);
  if (problem !== undefined) {
    problems.add('EXPRESSION_REGEX', problem, arg, 'Change the pattern.');
  }
}
