export type { Diagnostic, Fix, Severity } from './diagnostic.ts';
export { hasErrors, sortDiagnostics } from './diagnostic.ts';
export type {
  AggregateOperator,
  AggregateScope,
  BufferOperator,
  FilterOperator,
  FlatMapOperator,
  Fold,
  Json,
  JsonObject,
  KeyByOperator,
  Logic,
  MapOperator,
  Operator,
  OperatorKind,
  RouteOperator,
  ScriptOperator,
  SinkOperator,
  SourceOperator,
  UnionOperator,
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
