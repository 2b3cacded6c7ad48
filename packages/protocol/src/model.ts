import type { Flow, Patch } from '@sluice/flow';
import type { Diagnostic } from '@sluice/ir';

/** `GET /session`. The CSRF value goes into header `x-sluice-csrf` of every mutation and into the socket handshake. */
export interface Session {
  readonly csrf: string;
  readonly version: string;
  readonly project: string;
  readonly isExecAllowed: boolean;
}

export type EngineId = 'flume' | 'storm' | 'spark';

/** A row of `GET /flows`. */
export interface FlowSummary {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  readonly engines: readonly EngineId[];
  readonly components: number;
  readonly changedMs: number;
  readonly run?: RunInfo;
  readonly errors: number;
  readonly warnings: number;
  /** Set when the file cannot be read; such a flow opens read-only with this reason and is never overwritten. */
  readonly unreadable?: string;
}

/** `GET /flows/:id`, and the answer to `POST /flows`. */
export interface FlowState {
  readonly id: string;
  readonly revision: number;
  readonly flow: Flow;
  /** Importing found these. */
  readonly problems?: readonly Diagnostic[];
}

/** Answer to `POST /flows/:id/changes`. */
export interface ChangeAccepted {
  readonly revision: number;
}

/** A row of `GET /examples`; the flow is there for the thumbnail. */
export interface Example {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly engines: readonly EngineId[];
  readonly dataset: string;
  readonly flow: Flow;
}

export type RunStatus = 'starting' | 'running' | 'recovering' | 'stopping' | 'stopped' | 'done' | 'failed';

/** `GET /runs`, `GET /runs/:id`, and event `run:state`. */
export interface RunInfo {
  readonly id: string;
  readonly flow: string;
  /** Revision of the flow that runs; newer edits wait for the next run. */
  readonly revision: number;
  readonly status: RunStatus;
  readonly startedMs: number;
  readonly endedMs?: number;
  /** One sentence when failed or recovering. */
  readonly message?: string;
  readonly restarts: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly replays: readonly ReplayState[];
  readonly componentStates: {
    readonly [component: string]: { readonly state: string; readonly message?: string };
  };
}

export interface ReplayState {
  readonly component: string;
  readonly dataset: string;
  readonly position: number;
  readonly total: number;
  readonly isPaused: boolean;
  /** Records per second; null is as fast as possible. */
  readonly rate: number | null;
  readonly naturalRate: number;
  readonly isLooping: boolean;
}

export interface SeriesInfo {
  readonly scope: 'connection' | 'component' | 'system' | 'run';
  readonly ref: string;
  readonly name: string;
  readonly kind: 'counter' | 'gauge';
  readonly unit: string;
}

/** Event `run:schema`, sent on join and whenever the series change (a restart). */
export interface RunSchema {
  readonly run: string;
  readonly revision: number;
  readonly series: readonly SeriesInfo[];
}

/** Event `run:tick`, volatile, 10 Hz: values in the order of the schema of the same revision. */
export interface RunTick {
  readonly run: string;
  readonly revision: number;
  readonly timeMs: number;
  readonly values: readonly number[];
  readonly replays: readonly ReplayState[];
}

/** `GET /runs/:id/metrics?seconds=N`: history at 1 Hz, oldest first. */
export interface RunHistory {
  readonly schema: RunSchema;
  readonly ticks: readonly { readonly timeMs: number; readonly values: readonly number[] }[];
}

/** A record that a function could not do and that was put aside. */
export interface DeadLetter {
  readonly sequence: number;
  readonly timeMs: number;
  readonly component: string;
  /** `FN_THROWN`, `FN_OUTPUT`, `FN_TIMEOUT`, `FN_MEMORY` or `FN_CRASHED`. */
  readonly code: string;
  readonly reason: string;
  /** Line of the code where it threw. */
  readonly line?: number;
  /** The record as JSON, cut to a few kilobytes. */
  readonly record: string;
}

/** Dead letters of a run, the newest last; at most 500 are kept, all are counted by the series `deadLetters`. */
export interface DeadLetters {
  readonly letters: readonly DeadLetter[];
  /** How many there were that could be shown; older ones have left the list. */
  readonly total: number;
}

export interface LogLine {
  readonly sequence: number;
  readonly timeMs: number;
  readonly level: 'info' | 'warning' | 'error' | 'print';
  readonly component?: string;
  readonly message: string;
}

export interface ViewTable {
  readonly component: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly presentation: 'table' | 'bars';
  readonly rows: readonly (readonly (string | number)[])[];
  readonly total: number;
}

export interface BatchRow {
  readonly system: string;
  readonly batchTimeMs: number;
  readonly records: number;
  readonly schedulingDelayMs: number;
  readonly processingMs: number;
  readonly failure?: string;
}

/** Event `flow:changed`: somebody (maybe this client) changed a flow. */
export interface FlowChanged {
  readonly id: string;
  readonly revision: number;
  readonly client: string;
  readonly label: string;
  readonly patches: readonly Patch[];
}

export interface DatasetInfo {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly naturalRate: number;
  readonly total: number;
  readonly sample: readonly string[];
}
