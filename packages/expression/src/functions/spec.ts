import type { ExpressionNode, ExpressionType } from '../contract.ts';

/**
 * What an argument must be. `text` takes strings and bytes; `regex`, `json-path`, `json-type` and `time-pattern` take a
 * quoted text that is checked while typing, `group` a number that is written out.
 */
export type ArgumentKind =
  | 'text'
  | 'number'
  | 'integer'
  | 'time'
  | 'list'
  | 'any'
  | 'list-or-text'
  | 'regex'
  | 'replacement'
  | 'group'
  | 'json-path'
  | 'json-type'
  | 'time-format'
  | 'time-reading';

/** The chapters of the reference. */
export type FunctionGroup = 'Texts' | 'Patterns' | 'Lists' | 'Numbers' | 'Values' | 'JSON' | 'Times';

/** One argument of a function. */
export interface ArgumentSpec {
  readonly name: string;
  readonly kind: ArgumentKind;
  readonly isOptional?: boolean;
}

/** One function of the language: the source of checks, completions and documentation. */
export interface FunctionSpec {
  readonly name: string;
  readonly group: FunctionGroup;
  readonly arguments: readonly ArgumentSpec[];
  /** The last argument may be given any number of times. */
  readonly isVariadic?: boolean;
  /** Gives true or false, never null. */
  readonly isCertain?: boolean;
  /** One sentence for completions and docs. */
  readonly summary: string;
  /** What is worth knowing beyond the sentence; for docs. */
  readonly notes?: string;
  readonly example: string;
  /** Result type from the arguments. */
  returns(given: readonly ExpressionNode[]): ExpressionType;
}

/** The result has this type whatever is given. */
export const always =
  (type: ExpressionType): FunctionSpec['returns'] =>
  () =>
    type;
