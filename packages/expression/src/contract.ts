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

/** What `parse` gives: a tree (opaque here) or problems, never both empty. */
export interface ParsedExpression {
  readonly text: string;
  readonly type: ExpressionType;
  /** Names of the scope it reads: what has to be decoded. */
  readonly uses: readonly string[];
  readonly problems: readonly ExpressionProblem[];
}
