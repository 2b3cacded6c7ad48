import { Problems } from './check.ts';
import type { ExpressionNode, ParsedExpression, Scope } from './contract.ts';
import { lex } from './lex.ts';
import { Parser, TooDeep } from './parser.ts';

const mostCharacters = 10_000;

/** Parses and checks a text; every problem is in `problems`, nothing is thrown. */
export function parseExpression(text: string, scope: Scope): ParsedExpression {
  const problems = new Problems();
  const failed = (): ParsedExpression => ({
    text,
    type: 'any',
    uses: [],
    problems: problems.list,
    tree: undefined,
  });
  const whole = { start: 0, end: text.length };
  if (text.length > mostCharacters) {
    const message = `The expression has ${text.length} characters; the most is ${mostCharacters}.`;
    problems.add('EXPRESSION_TOO_LONG', message, whole, 'Split it into steps.');
    return failed();
  }
  const cut = lex(text);
  if (cut.tokens.length === 1 && cut.problems.length === 0) {
    problems.add('EXPRESSION_EMPTY', 'There is no expression.', whole, 'Enter one.');
    return failed();
  }
  for (const problem of cut.problems) problems.add(problem.code, problem.message, problem, problem.help);
  const parser = new Parser(cut.tokens, scope, problems);
  let tree: ExpressionNode;
  try {
    tree = parser.whole();
  } catch (error) {
    if (error instanceof TooDeep) return failed();
    throw error;
  }
  problems.list.sort((a, b) => a.start - b.start || a.end - b.end);
  const isSound = problems.list.length === 0;
  return {
    text,
    type: tree.type,
    uses: [...parser.uses],
    problems: problems.list,
    tree: isSound ? tree : undefined,
  };
}
