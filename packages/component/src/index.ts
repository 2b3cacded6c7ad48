export type {
  Capability,
  ComponentSpec,
  PortSpec,
  SpecConfig,
  SystemSpec,
  Target,
} from './component-spec.ts';
export { defineComponent, defineSystem } from './component-spec.ts';
export type { ConnectionEnds } from './connect.ts';
export { KnownConnections, refuseAmong, refuseConnection } from './connect.ts';
export type { Drawing, DrawnComponent, DrawnConnection, DrawnSystem, DrawnText } from './drawing.ts';
export { attachedTo, attachments } from './drawing.ts';
export type {
  AppliedComponent,
  AppliedConnection,
  AppliedSystem,
  Catalog,
  EngineDefinition,
  PaletteGroup,
  Routing,
  RoutingRequest,
  Rule,
  StagePlan,
  TextLens,
  TextReading,
} from './engine.ts';
export { createCatalog, kindOf } from './engine.ts';
export type {
  AssignmentsField,
  BooleanField,
  ChoiceField,
  CodeField,
  ConfigOf,
  DatasetField,
  ExpressionField,
  FieldSpec,
  FieldSpecs,
  FieldType,
  IntegerField,
  ListField,
  NumberField,
  PathField,
  RegexField,
  TextField,
} from './field.ts';
export { applyDefaults, checkField, field } from './field.ts';
export type { Lower, LowerContext, LoweredOperator } from './lowering.ts';
export { lowering } from './lowering.ts';
export type { WrittenField, WrittenStream } from './written-field.ts';
export { readWrittenField, readWrittenStream, writtenFields, writtenStreams } from './written-field.ts';
