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
export type { FunctionSpec } from './functions/spec.ts';
export { functionSpecs } from './functions/table.ts';
export type { Highlight, HighlightKind } from './highlight.ts';
export { highlight } from './highlight.ts';
export { parseExpression } from './parse.ts';
export type { JavaScriptOptions } from './printers/javascript.ts';
export { printJavaScript } from './printers/javascript.ts';
export type { PrintedExpression } from './printers/printed.ts';
export type { PythonOptions } from './printers/python/python.ts';
export { printPython } from './printers/python/python.ts';
export { pythonSupport } from './printers/python/support.ts';
export { printExpression } from './printers/source.ts';
export type { SparkSqlOptions } from './printers/spark/spark-sql.ts';
export { printSparkSql, sparkSqlSettings } from './printers/spark/spark-sql.ts';
export type { ReferenceGroup } from './reference.ts';
export { operatorReference, referenceGroups, referenceMarkdown } from './reference.ts';
export { checkRegex } from './regex/regex.ts';
export type { GroupEdge, PatternStep, PatternSteps } from './regex/steps.ts';
export { patternSteps } from './regex/steps.ts';
export type { Signature } from './signature.ts';
export { printSignature, signatureAt } from './signature.ts';
export { expressionRuntime } from './support.ts';
