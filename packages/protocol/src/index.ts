export type { ClientEvents, RunSnapshot, ServerEvents } from './events.ts';
export type {
  BatchRow,
  ChangeAccepted,
  DatasetInfo,
  DeadLetter,
  DeadLetters,
  EngineId,
  Example,
  FlowChanged,
  FlowState,
  FlowSummary,
  LogLine,
  ReplayState,
  RunHistory,
  RunInfo,
  RunSchema,
  RunStatus,
  RunTick,
  SeriesInfo,
  Session,
  ViewTable,
} from './model.ts';
export type { ChangeRequest, CreateFlowRequest, FaultRequest, Problem, ReplayCommand } from './rest.ts';
export {
  changeRequestSchema,
  configureRequestSchema,
  createFlowSchema,
  faultRequestSchema,
  patchSchema,
  replayCommandSchema,
  startRunSchema,
  stopRunSchema,
} from './rest.ts';
