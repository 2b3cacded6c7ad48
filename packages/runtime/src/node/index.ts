export type { CheckpointFiles } from './checkpoint-store.ts';
export { createCheckpointStore } from './checkpoint-store.ts';
export type { FileGateOptions } from './file-gate.ts';
export { createFileGate } from './file-gate.ts';
export type { StateStore } from './state-store.ts';
export { createStateStore } from './state-store.ts';
export type { SystemClock } from './system-clock.ts';
export { systemClock } from './system-clock.ts';
export { createThreads, serveThread } from './worker-threads.ts';
