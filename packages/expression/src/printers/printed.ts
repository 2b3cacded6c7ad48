import type { ExpressionNode, ExpressionProblem } from '../contract.ts';

/** What a printer gives: source, or everything the target cannot do exactly. */
export type PrintedExpression =
  | { readonly source: string; readonly problems: readonly [] }
  | { readonly source: undefined; readonly problems: readonly ExpressionProblem[] };

/** Collects what a target cannot express. Printing goes on after a refusal, so that all of them come at once. */
export class Refusals {
  readonly list: ExpressionProblem[] = [];
  private readonly code: string;

  constructor(code: string) {
    this.code = code;
  }

  /** Notes a refusal and gives something to print in its place. */
  refuse(node: ExpressionNode, message: string, help: string): string {
    const { start, end } = node;
    this.list.push({ code: this.code, message, start, end, help });
    return 'NULL';
  }

  /** The source when nothing was refused. */
  result(source: string): PrintedExpression {
    return this.list.length === 0 ? { source, problems: [] } : { source: undefined, problems: this.list };
  }
}
