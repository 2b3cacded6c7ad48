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
export type { BatchOptions } from './batch-build.ts';
export {
  batchOfLines,
  batchOfValues,
  bodyColumn,
  bytesBatch,
  createBatch,
  emptyBatch,
  eventBatch,
  headersColumn,
  textColumn,
  withColumn,
  withHeader,
  withoutHeader,
} from './batch-build.ts';
export { compact, concatBatches, selectRows, sliceBatch } from './batch-cut.ts';
export {
  byteSize,
  columnOf,
  forEachRow,
  headerName,
  readBytes,
  readCell,
  readHeaders,
  readRecord,
  readRecords,
  readText,
  readValue,
  rowAt,
  toText,
} from './batch-read.ts';
export { createRun } from './create-run.ts';
export { codeOf, messageOf, RunError } from './errors.ts';
export type {
  DeadLetter,
  FunctionAnswer,
  FunctionFailure,
  FunctionFailureCode,
  FunctionHost,
  FunctionProgram,
  FunctionShape,
  FunctionTask,
  OutputType,
  UserFunction,
} from './functions/contract.ts';
export type { OnFunctionError } from './functions/function-script.ts';
export { createFunctionScript, openFunction, settleFailures } from './functions/function-script.ts';
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
  ScriptOutput,
  Sink,
  Source,
  SourceOutput,
  TaskContext,
  ViewSnapshot,
  WriteUnit,
} from './implementation.ts';
export { implementScript, implementSink, implementSource } from './implementation.ts';
export { compareValues } from './keyed/compare.ts';
export type { KeySpace } from './keyed/key-dictionary.ts';
export { createKeySpace, KeyDictionary } from './keyed/key-dictionary.ts';
export type { LineSplitterOptions } from './line-splitter.ts';
export { LineSplitter, splitLines } from './line-splitter.ts';
export type { LogDisk, LogFile, LogFolder } from './log/log-disk.ts';
export { LatencyHistogram } from './metrics/latency.ts';
export { MeterTable } from './metrics/meter-table.ts';
export type { LatencyMeter, Meter, Meters } from './metrics/meters.ts';
export type { Model, StageInput, StageRuntime } from './models/model.ts';
export type { ThreadOrder, ThreadPort } from './models/tuple-tree/threads/topology-thread.ts';
export { runTopologyThread } from './models/tuple-tree/threads/topology-thread.ts';
export { createTransform } from './operators/create-transform.ts';
export type { Emit, Transform, TransformOptions } from './operators/transform.ts';
export { createRandom } from './random.ts';
export type {
  BatchReport,
  CheckpointStore,
  CreateRun,
  Fault,
  Run,
  RunEvent,
  RunHost,
  RunThread,
  RunThreads,
  Sample,
  Series,
  ViewState,
} from './run-contract.ts';
export type { Scheduler, Task } from './scheduler.ts';
export { createScheduler } from './scheduler.ts';
export type { Slab, SlabPool } from './slab.ts';
export { heapSlabs, kernelSlabs } from './slab.ts';
export {
  decodeAscii,
  decodeUtf8,
  encodeUtf8,
  findByte,
  findBytes,
  isAscii,
  segmentBytes,
  writeUtf8,
} from './text.ts';
