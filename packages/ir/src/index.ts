export type { Diagnostic, Fix, Severity } from './diagnostic.ts';
export { hasErrors, sortDiagnostics } from './diagnostic.ts';
export type {
  AggregateOperator,
  AggregateScope,
  BufferOperator,
  DedupeOperator,
  FilterOperator,
  FlatMapOperator,
  Fold,
  JoinOperator,
  JoinSide,
  Json,
  JsonObject,
  KeyByOperator,
  Logic,
  MapOperator,
  Operator,
  OperatorKind,
  ReduceOperator,
  RouteOperator,
  SampleOperator,
  ScriptOperator,
  SinkOperator,
  SourceOperator,
  Span,
  SpanMeasure,
  SpanScope,
  SpanShape,
  SpanWindowOperator,
  UnionOperator,
  WatermarkOperator,
  WindowOperator,
} from './operator.ts';
export { operatorKinds } from './operator.ts';
export type { Origin, TextRange } from './origin.ts';
export type {
  BackpressureSettings,
  Delivery,
  MicroBatchStage,
  Partitioning,
  Program,
  Stage,
  Stream,
  TransactionalStage,
  TupleTreeStage,
} from './program.ts';
export type { Field, Schema, ValueType } from './schema.ts';
export { elementSchema, eventSchema, pairSchema, printType, tupleSchema } from './schema.ts';
