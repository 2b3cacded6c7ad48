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
export type { KeySpace } from './keyed/key-dictionary.ts';
export { createKeySpace } from './keyed/key-dictionary.ts';
export type { LineSplitterOptions } from './line-splitter.ts';
export { LineSplitter, splitLines } from './line-splitter.ts';
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
