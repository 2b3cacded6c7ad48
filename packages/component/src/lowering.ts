import type {
  AggregateOperator,
  BufferOperator,
  DedupeOperator,
  Field,
  FilterOperator,
  FlatMapOperator,
  JoinOperator,
  JsonObject,
  KeyByOperator,
  MapOperator,
  Operator,
  ReduceOperator,
  RouteOperator,
  SampleOperator,
  Schema,
  ScriptOperator,
  SinkOperator,
  SourceOperator,
  SpanWindowOperator,
  UnionOperator,
  WatermarkOperator,
  WindowOperator,
} from '@sluice/ir';
import type { ComponentSpec } from './component-spec.ts';
import type { ConfigOf, FieldSpecs } from './field.ts';

type Own<T extends Operator> = Omit<T, 'id' | 'stage' | 'inputs' | 'outputs' | 'parallelism' | 'origin'> & {
  /** Result schema; the compiler fills in the input's schema when left out. */
  readonly schema?: Schema;
  /**
   * Schemas of outputs that differ from `schema`, by output port of the component (a `late` stream, the named
   * outputs of a script). Only the last operator of a component has several outputs.
   */
  readonly outputs?: { readonly [port: string]: Schema };
};

/** An operator as a component lowers to it; ids, stage, ports, parallelism and origin are the compiler's. */
export type LoweredOperator =
  | Own<SourceOperator>
  | Own<SinkOperator>
  | Own<ScriptOperator>
  | Own<MapOperator>
  | Own<FilterOperator>
  | Own<FlatMapOperator>
  | Own<KeyByOperator>
  | Own<UnionOperator>
  | Own<RouteOperator>
  | Own<WindowOperator>
  | Own<SpanWindowOperator>
  | Own<WatermarkOperator>
  | Own<AggregateOperator>
  | Own<ReduceOperator>
  | Own<JoinOperator>
  | Own<DedupeOperator>
  | Own<SampleOperator>
  | Own<BufferOperator>;

/** What a component may know when it lowers: its schemas, never its neighbours. */
export interface LowerContext {
  /** Schema arriving at the (first) input; undefined for sources and when the input has errors. */
  readonly input: Schema | undefined;
  /** Schema arriving at each input port; ports without a stream are absent. */
  readonly inputs?: { readonly [port: string]: Schema };
  /** Type of an expression over the input record, `any` when it does not type-check. */
  typeOf(expression: string): Field['type'];
}

/**
 * Says what a component means: a chain of operators, first to last, joined by forward streams.
 * Pure; depends only on the config and the schemas.
 */
export type Lower = (config: JsonObject, context: LowerContext) => readonly LoweredOperator[];

/** Declares the lowering of `spec` with its config typed. */
export function lowering<TFields extends FieldSpecs>(
  _spec: ComponentSpec<TFields>,
  lower: (config: ConfigOf<TFields>, context: LowerContext) => readonly LoweredOperator[],
): Lower {
  return lower as unknown as Lower;
}
