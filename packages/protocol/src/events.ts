import type {
  BatchRow,
  FlowChanged,
  FlowState,
  LogLine,
  RunInfo,
  RunSchema,
  RunTick,
  ViewTable,
} from './model.ts';

/** Everything a page needs to catch up with a run, answered to `run:join`. */
export interface RunSnapshot {
  readonly info: RunInfo;
  readonly schema: RunSchema | undefined;
  readonly log: readonly LogLine[];
  readonly views: readonly ViewTable[];
  readonly batches: readonly BatchRow[];
}

/** Socket.IO, server to page. `run:*` go to those who joined the run, `flow:changed` to those who joined the flow. */
export interface ServerEvents {
  'flow:changed': (change: FlowChanged) => void;
  /** The list of flows or their states changed: ask `GET /flows` again. */
  'flows:changed': () => void;
  'run:state': (info: RunInfo) => void;
  'run:schema': (schema: RunSchema) => void;
  'run:tick': (tick: RunTick) => void;
  'run:log': (lines: {
    readonly run: string;
    readonly lines: readonly LogLine[];
    readonly dropped: number;
  }) => void;
  'run:views': (views: { readonly run: string; readonly views: readonly ViewTable[] }) => void;
  'run:batches': (batches: { readonly run: string; readonly batches: readonly BatchRow[] }) => void;
}

/** Socket.IO, page to server. The handshake carries `auth: { csrf }`. Each answers through its acknowledgement. */
export interface ClientEvents {
  /** Answers the current state, so that a page that was away catches up. */
  'flow:join': (flow: string, answer: (state: FlowState | { readonly error: string }) => void) => void;
  'flow:leave': (flow: string) => void;
  'run:join': (run: string, answer: (snapshot: RunSnapshot | { readonly error: string }) => void) => void;
  'run:leave': (run: string) => void;
}
