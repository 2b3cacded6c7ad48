export type {
  Batch,
  BytesColumn,
  Column,
  ConstantColumn,
  HeadersColumn,
  NumberColumn,
  ValueColumn,
} from './batch.ts';
export { liveRows } from './batch.ts';
export type {
  Cancel,
  Dataset,
  FileGate,
  Implementation,
  Implementations,
  IntervalSource,
  LogLevel,
  PullSource,
  PushSource,
  PutResult,
  ReplayControl,
  Script,
  Sink,
  Source,
  SourceOutput,
  TaskContext,
  ViewSnapshot,
  WriteUnit,
} from './implementation.ts';
export { implementScript, implementSink, implementSource } from './implementation.ts';
export type {
  BatchReport,
  CreateRun,
  Fault,
  Run,
  RunEvent,
  RunHost,
  Sample,
  Series,
  ViewState,
} from './run-contract.ts';
