export type { ExpressionProblem, ExpressionType, ParsedExpression, Scope } from './contract.ts';
