export type { Completion } from './completions.ts';
export { completions } from './completions.ts';
export type {
  BinaryOperator,
  ExpressionNode,
  ExpressionProblem,
  ExpressionRecord,
  ExpressionType,
  ParsedExpression,
  Scope,
  UnaryOperator,
} from './contract.ts';
export { evaluate } from './evaluate.ts';
export type { FunctionSpec } from './functions.ts';
export { functionSpecs } from './functions.ts';
export { parseExpression } from './parse.ts';
export type { JavaScriptOptions } from './printers/javascript.ts';
export { printJavaScript } from './printers/javascript.ts';
export type { CompiledRegex } from './regex.ts';
export { checkRegex, compileRegex } from './regex.ts';
export { expressionRuntime } from './support.ts';
