import type { ExpressionNode, ParsedExpression } from '../../contract.ts';
import { functionsByName } from '../../functions/table.ts';
import { callOf } from '../../operators.ts';
import { printRegex } from '../../regex/print.ts';
import { type Pattern, patternOf } from '../../regex/regex.ts';
import { parseJsonPath } from '../../values/json-path.ts';
import { parseTimePattern, type TimePart, timeShape } from '../../values/time.ts';

/** How names of the scope are read in Python. */
export interface PythonOptions {
  /** Python that reads a name of the scope, for example `record["body"]` or `value`. */
  variable(name: string): string;
}

/** A text as Python source: ASCII, on one line. */
export function quotePython(text: string): string {
  return `"${text.replace(/["\\]|[^ -~]/gu, (char) => {
    const code = char.codePointAt(0) as number;
    if (char === '"' || char === '\\') return `\\${char}`;
    if (code > 0xffff) return `\\U${code.toString(16).padStart(8, '0')}`;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  })}"`;
}

function snake(name: string): string {
  return `sx_${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}

/** Values that are true or false and never null need no test. */
function isCertain(node: ExpressionNode): boolean {
  if (node.kind === 'literal') return typeof node.value === 'boolean';
  if (node.kind === 'unary') return node.operator === 'not';
  if (node.kind === 'call') return functionsByName.get(node.function)?.isCertain === true;
  return node.kind === 'binary' && node.type === 'boolean';
}

function literal(value: string | number | boolean | null): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' ? quotePython(value) : String(value);
}

function literalText(node: ExpressionNode | undefined): string {
  return node?.kind === 'literal' && typeof node.value === 'string' ? node.value : '';
}

/** `("a", (0,), "*")`: keys begin with a dot, so that they are never taken for the star. */
function pathTuple(path: string): string {
  const steps = (parseJsonPath(path)?.steps ?? []).map((step) => {
    if (step.kind === 'all') return '"*"';
    return step.kind === 'index' ? `(${step.index},)` : quotePython(`.${step.key}`);
  });
  return steps.length === 1 ? `(${steps[0] ?? ''},)` : `(${steps.join(', ')})`;
}

/** A pattern for `str.format`. */
function layout(parts: readonly TimePart[]): string {
  return parts
    .map((part) => (part.kind === 'field' ? `{${part.letters}}` : part.text.replace(/[{}]/g, '$&$&')))
    .join('');
}

function fieldTuple(parts: readonly TimePart[]): string {
  const fields = parts.flatMap((part) => (part.kind === 'field' ? [`"${part.letters}"`] : []));
  return fields.length === 1 ? `(${fields[0] ?? ''},)` : `(${fields.join(', ')})`;
}

function repeatedGroups({ groups }: Pattern): string | undefined {
  const repeated = groups.flatMap(({ isRepeated }, index) => (isRepeated ? [index] : []));
  return repeated.length === 0 ? undefined : `(${repeated.join(', ')},)`;
}

function patternIn(text: string): Pattern {
  const pattern = patternOf(text);
  if (!pattern) throw new Error(`${JSON.stringify(text)} is no pattern.`);
  return pattern;
}

class PythonPrinter {
  private readonly options: PythonOptions;

  constructor(options: PythonOptions) {
    this.options = options;
  }

  print(node: ExpressionNode): string {
    switch (node.kind) {
      case 'literal':
        return literal(node.value);
      case 'name':
        return this.options.variable(node.name);
      case 'member':
        return `sx_member(${this.print(node.of)}, ${quotePython(node.key)})`;
      case 'index':
        return `sx_index(${this.print(node.of)}, ${this.print(node.at)})`;
      case 'list':
        return `[${this.all(node.items)}]`;
      case 'unary':
        return node.operator === 'not' ? `(not ${this.test(node.of)})` : `sx_negate(${this.print(node.of)})`;
      case 'binary':
        if (node.operator === 'and' || node.operator === 'or') {
          return `(${this.chain(node.left, node.operator)} ${node.operator} ${this.test(node.right)})`;
        }
        return `${snake(callOf(node))}(${this.print(node.left)}, ${this.print(node.right)})`;
      case 'conditional':
        return `(${this.print(node.yes)} if ${this.test(node.test)} else ${this.print(node.no)})`;
      case 'call':
        return this.call(node.function, node.arguments);
    }
  }

  private all(nodes: readonly ExpressionNode[]): string {
    return nodes.map((node) => this.print(node)).join(', ');
  }

  /** `a and b and c` needs no parentheses on the left. */
  private chain(node: ExpressionNode, operator: 'and' | 'or'): string {
    if (node.kind !== 'binary' || node.operator !== operator) return this.test(node);
    return `${this.chain(node.left, operator)} ${operator} ${this.test(node.right)}`;
  }

  private test(node: ExpressionNode): string {
    return isCertain(node) ? this.print(node) : `(${this.print(node)} is True)`;
  }

  private call(name: string, given: readonly ExpressionNode[]): string {
    const text = literalText(given[1]);
    // Every argument is printed once: nesting would multiply the work otherwise.
    const printed = given.map((node, index) =>
      index === 1 ? this.second(name, node, text) : this.print(node),
    );
    const repeated = name === 'replace' ? repeatedGroups(patternIn(text)) : undefined;
    if (repeated !== undefined) printed.push(repeated);
    return `${snake(name)}(${printed.join(', ')})`;
  }

  /** The second argument: patterns and paths are prepared. */
  private second(name: string, node: ExpressionNode, text: string): string {
    switch (name) {
      case 'matches':
      case 'extract':
      case 'replace':
        return quotePython(printRegex(patternIn(text).tree, 'python'));
      case 'json':
        return pathTuple(text);
      case 'formatTime':
        return quotePython(layout(parseTimePattern(text) ?? []));
      case 'parseTime': {
        const parts = parseTimePattern(text) ?? [];
        return `${quotePython(printRegex(timeShape(parts), 'python'))}, ${fieldTuple(parts)}`;
      }
      default:
        return this.print(node);
    }
  }
}

/**
 * Prints an expression without problems as a Python expression. It calls functions whose definitions `pythonSupport`
 * gives for the top of the file. Values are None, str, bytes, bool, int, float, list and dict; times are ms.
 */
export function printPython(parsed: ParsedExpression, options: PythonOptions): string {
  if (parsed.tree === undefined) {
    throw new Error(`${JSON.stringify(parsed.text)} has problems and cannot be printed.`);
  }
  return new PythonPrinter(options).print(parsed.tree);
}
