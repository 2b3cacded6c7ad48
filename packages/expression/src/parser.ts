import { type Problems, typeOfBinary, typeOfIndex, typeOfMember } from './check.ts';
import { checkCall } from './check-call.ts';
import type { BinaryOperator, ExpressionNode, ExpressionType, Scope } from './contract.ts';
import { functionsByName } from './functions/table.ts';
import type { Token } from './lex.ts';
import { closest } from './suggest.ts';
import { unifyNodes } from './types.ts';

/** Deepest nesting, and highest tree: what walks a tree may recurse. */
export const deepest = 90;

const levels: readonly (readonly BinaryOperator[])[] = [
  ['or'],
  ['and'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];
const notLevel = 2;
const closers = [')', ']', ',', ':'];

/** Thrown inside the parser when there is no use in going on; never leaves `parseExpression`. */
export class TooDeep extends Error {}

/** Where text is wanted of a value that may be text or bytes, bytes become text at once. */
function asText(node: ExpressionNode, wanted: ExpressionType): ExpressionNode {
  if (node.type !== 'bytes' || wanted !== 'string') return node;
  const { start, end } = node;
  return { kind: 'call', function: 'string', arguments: [node], type: 'string', start, end };
}

/**
 * Reads tokens by recursive descent and types what it reads. A syntax error does not end it: what is missing reads as
 * null and what is too much is skipped, so that the rest is checked too.
 */
export class Parser {
  readonly uses = new Set<string>();
  private at = 0;
  private depth = 0;
  private lastReported = -1;
  private readonly heights = new WeakMap<ExpressionNode, number>();
  private readonly tokens: readonly Token[];
  private readonly scope: ReadonlyMap<string, ExpressionType>;
  private readonly problems: Problems;

  constructor(tokens: readonly Token[], scope: Scope, problems: Problems) {
    this.tokens = tokens;
    this.scope = new Map(scope.map((f) => [f.name, f.type]));
    this.problems = problems;
  }

  /** The whole text as one expression. */
  whole(): ExpressionNode {
    const node = this.conditional();
    while (this.token.kind !== 'end') {
      const before = this.at;
      this.unexpected(this.token);
      if (!this.isAtCloser()) this.conditional();
      if (this.at === before) this.next();
    }
    return node;
  }

  private get token(): Token {
    return this.tokens[this.at] as Token;
  }

  private get before(): Token {
    return this.tokens[Math.max(0, this.at - 1)] as Token;
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

  private isAtCloser(): boolean {
    return closers.some((closer) => this.isAt(closer));
  }

  private take(value: string): boolean {
    if (!this.isAt(value)) return false;
    this.at += 1;
    return true;
  }

  /** One problem a place: what follows from it is not told again. */
  private report(message: string, token: Token, help: string): void {
    if (token.start <= this.lastReported) return;
    this.lastReported = token.start;
    this.problems.add('EXPRESSION_SYNTAX', message, token, help);
  }

  private unexpected(token: Token): void {
    if (token.kind === 'end') {
      this.report('The expression ends too early.', token, 'Add a value at the end.');
      return;
    }
    const shown = token.kind === 'text' ? 'a text' : token.value;
    this.report(
      `${shown} is not expected here.`,
      token,
      'Add an operator or a comma before it, or remove it.',
    );
  }

  private expect(value: string, why: string): void {
    if (!this.take(value)) this.report(`${value} is missing${why}.`, this.token, `Add ${value}.`);
  }

  private tooDeep(): never {
    this.lastReported = -1;
    this.report('The expression is nested too deeply.', this.token, 'Split it into steps.');
    throw new TooDeep();
  }

  private nested<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > deepest) this.tooDeep();
    const result = read();
    this.depth -= 1;
    return result;
  }

  /** Remembers how high the tree of a node is. */
  private made<T extends ExpressionNode>(node: T, children: readonly ExpressionNode[]): T {
    const height = 1 + Math.max(0, ...children.map((child) => this.heights.get(child) ?? 1));
    if (height > deepest) this.tooDeep();
    this.heights.set(node, height);
    return node;
  }

  private textOf(node: ExpressionNode, wanted: ExpressionType): ExpressionNode {
    const text = asText(node, wanted);
    return text === node ? node : this.made(text, [node]);
  }

  private conditional(): ExpressionNode {
    return this.nested(() => {
      const test = this.binary(0);
      if (!this.take('?')) return test;
      const first = this.conditional();
      this.expect(':', ' after the first choice');
      const second = this.isAtCloser() ? this.missing() : this.conditional();
      this.problems.expectBoolean(test, 'The condition before ?');
      const type = unifyNodes([first, second]);
      const [yes, no] = [this.textOf(first, type), this.textOf(second, type)];
      const { start } = test;
      return this.made({ kind: 'conditional', test, yes, no, type, start, end: no.end }, [test, yes, no]);
    });
  }

  private binary(level: number): ExpressionNode {
    const operators = levels[level];
    if (operators === undefined) return this.unary();
    if (level === notLevel && this.isAt('not')) return this.not();
    let left = this.binary(level + 1);
    while (operators.some((o) => this.isAt(o))) {
      const token = this.next();
      const operator = token.value as BinaryOperator;
      const right = level === notLevel && this.isAt('not') ? this.not() : this.binary(level + 1);
      const type = typeOfBinary(operator, [left, right], this.problems);
      const { start } = left;
      left = this.made({ kind: 'binary', operator, left, right, type, start, end: right.end }, [left, right]);
      if (level === notLevel && operators.some((o) => this.isAt(o))) {
        this.report('Comparisons cannot be chained.', this.token, 'Join two comparisons with and.');
      }
    }
    return left;
  }

  private not(): ExpressionNode {
    const { start } = this.next();
    const of = this.nested(() => (this.isAt('not') ? this.not() : this.binary(notLevel)));
    this.problems.expectBoolean(of, 'The value after not');
    return this.made({ kind: 'unary', operator: 'not', of, type: 'boolean', start, end: of.end }, [of]);
  }

  private unary(): ExpressionNode {
    if (!this.isAt('-')) return this.postfix();
    const { start } = this.next();
    const of = this.nested(() => this.unary());
    this.problems.expectNumber(of, 'The value after -');
    const type = of.type === 'integer' || of.type === 'time' ? 'integer' : 'double';
    return this.made({ kind: 'unary', operator: '-', of, type, start, end: of.end }, [of]);
  }

  private postfix(): ExpressionNode {
    let node = this.primary();
    for (;;) {
      const { start } = node;
      if (this.take('.')) {
        const key = this.token;
        if (key.kind !== 'name' && key.kind !== 'keyword') {
          this.report('A field name is missing after the dot.', key, "Write a name, or ['any text'].");
          continue;
        }
        const { end } = this.next();
        const type = typeOfMember(node, key.value, { place: { start, end }, problems: this.problems });
        node = this.made({ kind: 'member', of: node, key: key.value, type, start, end }, [node]);
      } else if (this.take('[')) {
        const at = this.conditional();
        this.expect(']', ' after the index');
        const { end } = this.before;
        const type = typeOfIndex(node, at, this.problems);
        const key = at.kind === 'literal' && typeof at.value === 'string' ? at.value : undefined;
        node =
          key === undefined
            ? this.made({ kind: 'index', of: node, at, type, start, end }, [node, at])
            : this.made({ kind: 'member', of: node, key, type, start, end }, [node]);
      } else {
        return node;
      }
    }
  }

  /** Stands where a value should. */
  private missing(): ExpressionNode {
    this.unexpected(this.token);
    const { start } = this.token;
    return { kind: 'literal', value: null, type: 'any', start, end: start };
  }

  private primary(): ExpressionNode {
    const token = this.token;
    const { start, end } = token;
    switch (token.kind) {
      case 'number': {
        this.next();
        const type = /^[0-9]+$/.test(token.value) ? 'integer' : 'double';
        return { kind: 'literal', value: Number(token.value), type, start, end };
      }
      case 'text':
        this.next();
        return { kind: 'literal', value: token.value, type: 'string', start, end };
      case 'keyword':
        if (token.value === 'true' || token.value === 'false') {
          this.next();
          return { kind: 'literal', value: token.value === 'true', type: 'boolean', start, end };
        }
        if (token.value !== 'null') return this.missing();
        this.next();
        return { kind: 'literal', value: null, type: 'any', start, end };
      case 'name':
        this.next();
        return this.isAt('(') ? this.call(token) : this.name(token);
      case 'symbol':
        return this.bracketed();
      case 'end':
        return this.missing();
    }
  }

  private bracketed(): ExpressionNode {
    const { start } = this.token;
    if (this.take('(')) {
      const node = this.conditional();
      this.expect(')', ' at the end of the group');
      return this.made({ ...node, start, end: this.before.end }, [node]);
    }
    if (!this.take('[')) return this.missing();
    const given = this.items(']');
    const item = unifyNodes(given);
    const items = given.map((node) => this.textOf(node, item));
    return this.made({ kind: 'list', items, type: { list: item }, start, end: this.before.end }, items);
  }

  private items(close: ')' | ']'): readonly ExpressionNode[] {
    const items: ExpressionNode[] = [];
    if (this.take(close)) return items;
    while (this.token.kind !== 'end') {
      const before = this.at;
      items.push(this.conditional());
      if (this.take(close)) return items;
      if (this.take(',')) continue;
      this.report(`${close} or a comma is missing.`, this.token, `Add ${close} or a comma.`);
      if (this.at === before || this.isAtCloser()) break;
    }
    this.expect(close, '');
    return items;
  }

  private name(token: Token): ExpressionNode {
    const { start, end, value: name } = token;
    const type = this.scope.get(name);
    if (type === undefined) this.unknownName(token);
    else this.uses.add(name);
    return { kind: 'name', name, type: type ?? 'any', start, end };
  }

  private unknownName(token: Token): void {
    const names = [...this.scope.keys()];
    const near = closest(token.value, names);
    this.problems.add(
      'EXPRESSION_NAME_UNKNOWN',
      `There is no field ${token.value} here.`,
      token,
      near !== undefined
        ? `Did you mean ${near}?`
        : functionsByName.has(token.value)
          ? `${token.value} is a function: write ${token.value}(...).`
          : names.length === 0
            ? 'No fields arrive here; put text in quotes.'
            : `The fields here are ${names.join(', ')}; put text in quotes.`,
    );
  }

  private call(token: Token): ExpressionNode {
    this.next();
    const given = this.items(')');
    const { start } = token;
    const { end } = this.before;
    const type = checkCall(token, given, this.problems);
    const values = token.value === 'coalesce' ? given.map((node) => this.textOf(node, type)) : given;
    return this.made({ kind: 'call', function: token.value, arguments: values, type, start, end }, values);
  }
}
