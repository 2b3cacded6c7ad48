/** Types of the language; the same names as IR value types, kept apart because this package imports nothing. */
export type ExpressionType =
  | 'any'
  | 'string'
  | 'bytes'
  | 'integer'
  | 'double'
  | 'boolean'
  | 'time'
  | { readonly list: ExpressionType }
  | { readonly map: ExpressionType }
  | { readonly record: readonly { readonly name: string; readonly type: ExpressionType }[] };

/** Names an expression may use, with their types: the fields of the record that arrives. */
export type Scope = readonly { readonly name: string; readonly type: ExpressionType }[];

/** A problem at a place; offsets count UTF-16 units from 0, `end` exclusive. */
export interface ExpressionProblem {
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly help?: string;
}

export type UnaryOperator = '-' | 'not';
export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'and'
  | 'or';

interface NodeBase {
  readonly start: number;
  readonly end: number;
  /** What the value is when it is not null; every value of the language may be null. */
  readonly type: ExpressionType;
}

/** A checked syntax tree. Printers and the interpreter switch on `kind`. */
export type ExpressionNode =
  | (NodeBase & { readonly kind: 'literal'; readonly value: string | number | boolean | null })
  | (NodeBase & { readonly kind: 'name'; readonly name: string })
  /** Own entry `key` of a map or record. */
  | (NodeBase & { readonly kind: 'member'; readonly of: ExpressionNode; readonly key: string })
  /** Item of a list by number (from 0, negative counts from the end), or entry of a map by text. */
  | (NodeBase & { readonly kind: 'index'; readonly of: ExpressionNode; readonly at: ExpressionNode })
  | (NodeBase & { readonly kind: 'list'; readonly items: readonly ExpressionNode[] })
  | (NodeBase & { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly of: ExpressionNode })
  | (NodeBase & {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: ExpressionNode;
      readonly right: ExpressionNode;
    })
  | (NodeBase & {
      readonly kind: 'conditional';
      readonly test: ExpressionNode;
      readonly yes: ExpressionNode;
      readonly no: ExpressionNode;
    })
  | (NodeBase & {
      readonly kind: 'call';
      readonly function: string;
      readonly arguments: readonly ExpressionNode[];
    });

/** What `parseExpression` gives: a tree, or problems. With problems `type` is the best guess and must not be run. */
export interface ParsedExpression {
  readonly text: string;
  readonly type: ExpressionType;
  /** Names of the scope it reads, each once, in order of first use: what has to be decoded. */
  readonly uses: readonly string[];
  readonly problems: readonly ExpressionProblem[];
  readonly tree: ExpressionNode | undefined;
}

/** A record as the interpreter reads it: own properties are the fields; missing ones read as null. */
export type ExpressionRecord = { readonly [field: string]: unknown };
