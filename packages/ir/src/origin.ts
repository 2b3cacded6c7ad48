/** A half-open range of characters in a text a person wrote; lines and columns count from 1. */
export interface TextRange {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Where a part of a program, a diagnostic or a metric comes from. At least one key is set. */
export interface Origin {
  readonly system?: string;
  readonly component?: string;
  readonly connection?: string;
  readonly field?: string;
  readonly range?: TextRange;
}
