import {
  checkCall,
  createProblems,
  type Problems,
  typeOfBinary,
  typeOfIndex,
  typeOfMember,
} from './check.ts';
import type { BinaryOperator, ExpressionNode, ExpressionType, ParsedExpression, Scope } from './contract.ts';
import { functionsByName, unify } from './functions.ts';
import { lex, type Token } from './lex.ts';
import { closest } from './suggest.ts';

const mostCharacters = 10_000;
const deepest = 100;

const levels: readonly (readonly BinaryOperator[])[] = [
  ['or'],
  ['and'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];
const notLevel = 2;

/** Thrown inside the parser to stop at the first syntax error; never leaves it. */
class Stop extends Error {}

class Parser {
  private at = 0;
  private depth = 0;
  readonly uses = new Set<string>();
  readonly problems: Problems;
  private readonly tokens: readonly Token[];
  private readonly scope: ReadonlyMap<string, ExpressionType>;

  constructor(tokens: readonly Token[], scope: Scope, problems: Problems) {
    this.tokens = tokens;
    this.scope = new Map(scope.map((f) => [f.name, f.type]));
    this.problems = problems;
  }

  whole(): ExpressionNode {
    const node = this.conditional();
    const token = this.token;
    if (token.kind !== 'end') this.unexpected(token);
    return node;
  }

  private get token(): Token {
    return this.tokens[this.at] as Token;
  }

  private next(): Token {
    const token = this.token;
    if (token.kind !== 'end') this.at += 1;
    return token;
  }

  private isAt(value: string): boolean {
    const { kind, value: found } = this.token;
    return (kind === 'symbol' || kind === 'keyword') && found === value;
  }

  private take(value: string): boolean {
    if (!this.isAt(value)) return false;
    this.at += 1;
    return true;
  }

  private stop(message: string, at: Token, help: string): never {
    const end = Math.max(at.end, at.start);
    this.problems.add('EXPRESSION_SYNTAX', message, { start: at.start, end }, help);
    throw new Stop();
  }

  private unexpected(token: Token): never {
    if (token.kind === 'end')
      return this.stop('The expression ends too early.', token, 'Add a value at the end.');
    const shown = token.kind === 'text' ? 'a text' : token.value;
    return this.stop(
      `${shown} is not expected here.`,
      token,
      'Add an operator or a comma before it, or remove it.',
    );
  }

  private expect(value: string, why: string): Token {
    if (!this.isAt(value)) this.stop(`${value} is missing${why}.`, this.token, `Add ${value}.`);
    return this.next();
  }

  private conditional(): ExpressionNode {
    this.depth += 1;
    if (this.depth > deepest)
      this.stop('The expression is nested too deeply.', this.token, 'Split it into steps.');
    const test = this.binary(0);
    let node = test;
    if (this.take('?')) {
      const yes = this.conditional();
      this.expect(':', ' after the first choice');
      const no = this.conditional();
      this.problems.expectBoolean(test, 'The condition before ?');
      node = {
        kind: 'conditional',
        test,
        yes,
        no,
        type: unify(yes.type, no.type),
        start: test.start,
        end: no.end,
      };
    }
    this.depth -= 1;
    return node;
  }

  private binary(level: number): ExpressionNode {
    const operators = levels[level];
    if (operators === undefined) return this.unary();
    if (level === notLevel && this.isAt('not')) return this.not();
    let left = this.binary(level + 1);
    while (operators.some((o) => this.isAt(o))) {
      const operator = this.next().value as BinaryOperator;
      const right = level === notLevel && this.isAt('not') ? this.not() : this.binary(level + 1);
      left = {
        kind: 'binary',
        operator,
        left,
        right,
        type: typeOfBinary(operator, left, right, this.problems),
        start: left.start,
        end: right.end,
      };
      if (level === notLevel && operators.some((o) => this.isAt(o))) {
        this.stop('Comparisons cannot be chained.', this.token, 'Join two comparisons with and.');
      }
    }
    return left;
  }

  private not(): ExpressionNode {
    const { start } = this.next();
    this.depth += 1;
    if (this.depth > deepest)
      this.stop('The expression is nested too deeply.', this.token, 'Split it into steps.');
    const of = this.isAt('not') ? this.not() : this.binary(notLevel);
    this.depth -= 1;
    this.problems.expectBoolean(of, 'The value after not');
    return { kind: 'unary', operator: 'not', of, type: 'boolean', start, end: of.end };
  }

  private unary(): ExpressionNode {
    if (!this.isAt('-')) return this.postfix();
    const { start } = this.next();
    this.depth += 1;
    if (this.depth > deepest)
      this.stop('The expression is nested too deeply.', this.token, 'Split it into steps.');
    const of = this.unary();
    this.depth -= 1;
    this.problems.expectNumber(of, 'The value after -');
    return {
      kind: 'unary',
      operator: '-',
      of,
      type: of.type === 'integer' ? 'integer' : 'double',
      start,
      end: of.end,
    };
  }

  private postfix(): ExpressionNode {
    let node = this.primary();
    for (;;) {
      if (this.take('.')) {
        const key = this.next();
        if (key.kind !== 'name' && key.kind !== 'keyword') {
          this.stop('A field name is missing after the dot.', key, "Write a name, or ['any text'].");
        }
        const end = key.end;
        const type = typeOfMember(node, key.value, { start: node.start, end }, this.problems);
        node = { kind: 'member', of: node, key: key.value, type, start: node.start, end };
      } else if (this.take('[')) {
        const at = this.conditional();
        const { end } = this.expect(']', ' after the index');
        const type = typeOfIndex(node, at, this.problems);
        const isKey = at.kind === 'literal' && typeof at.value === 'string';
        node = isKey
          ? { kind: 'member', of: node, key: String(at.value), type, start: node.start, end }
          : { kind: 'index', of: node, at, type, start: node.start, end };
      } else {
        return node;
      }
    }
  }

  private primary(): ExpressionNode {
    const token = this.next();
    const place = { start: token.start, end: token.end };
    switch (token.kind) {
      case 'number': {
        const value = Number(token.value);
        return {
          kind: 'literal',
          value,
          type: /^[0-9]+$/.test(token.value) ? 'integer' : 'double',
          ...place,
        };
      }
      case 'text':
        return { kind: 'literal', value: token.value, type: 'string', ...place };
      case 'keyword':
        if (token.value === 'true' || token.value === 'false') {
          return { kind: 'literal', value: token.value === 'true', type: 'boolean', ...place };
        }
        if (token.value === 'null') return { kind: 'literal', value: null, type: 'any', ...place };
        return this.unexpected(token);
      case 'name':
        return this.isAt('(') ? this.call(token) : this.name(token);
      case 'symbol':
        if (token.value === '(') {
          const node = this.conditional();
          const { end } = this.expect(')', ' at the end of the group');
          return { ...node, start: token.start, end };
        }
        if (token.value === '[') {
          const items = this.items(']');
          const type: ExpressionType = {
            list: items.length === 0 ? 'any' : items.map((i) => i.type).reduce(unify),
          };
          return { kind: 'list', items, type, start: token.start, end: this.before.end };
        }
        return this.unexpected(token);
      case 'end':
        return this.unexpected(token);
    }
  }

  private get before(): Token {
    return this.tokens[this.at - 1] as Token;
  }

  private items(close: ')' | ']'): readonly ExpressionNode[] {
    const items: ExpressionNode[] = [];
    if (this.take(close)) return items;
    do items.push(this.conditional());
    while (this.take(','));
    this.expect(close, '');
    return items;
  }

  private name(token: Token): ExpressionNode {
    const place = { start: token.start, end: token.end };
    const type = this.scope.get(token.value);
    if (type === undefined) {
      const near = closest(token.value, [...this.scope.keys()]);
      const fields = [...this.scope.keys()].join(', ');
      this.problems.add(
        'EXPRESSION_NAME_UNKNOWN',
        `There is no field ${token.value} here.`,
        place,
        near !== undefined
          ? `Did you mean ${near}?`
          : functionsByName.has(token.value)
            ? `${token.value} is a function: write ${token.value}(...).`
            : fields === ''
              ? 'No fields arrive here; put text in quotes.'
              : `The fields here are ${fields}; put text in quotes.`,
      );
    } else {
      this.uses.add(token.value);
    }
    return { kind: 'name', name: token.value, type: type ?? 'any', ...place };
  }

  private call(token: Token): ExpressionNode {
    this.next();
    const args = this.items(')');
    const place = { start: token.start, end: this.before.end };
    const type = checkCall(token, args, this.problems);
    return { kind: 'call', function: token.value, arguments: args, type, ...place };
  }
}

/** Parses and checks a text; every problem is in `problems`, nothing is thrown. */
export function parseExpression(text: string, scope: Scope): ParsedExpression {
  const problems = createProblems();
  const failed = (): ParsedExpression => ({
    text,
    type: 'any',
    uses: [],
    problems: problems.list,
    tree: undefined,
  });
  if (text.length > mostCharacters) {
    problems.add(
      'EXPRESSION_TOO_LONG',
      `The expression has ${text.length} characters; the most is ${mostCharacters}.`,
      { start: 0, end: text.length },
      'Split it into steps.',
    );
    return failed();
  }
  if (text.trim() === '') {
    problems.add('EXPRESSION_EMPTY', 'There is no expression.', { start: 0, end: text.length }, 'Enter one.');
    return failed();
  }
  const { tokens, problem } = lex(text);
  if (problem) {
    problems.list.push(problem);
    return failed();
  }
  const parser = new Parser(tokens, scope, problems);
  try {
    const tree = parser.whole();
    const uses = [...parser.uses];
    const isSound = problems.list.length === 0;
    return { text, type: tree.type, uses, problems: problems.list, tree: isSound ? tree : undefined };
  } catch (error) {
    if (error instanceof Stop) return failed();
    throw error;
  }
}
