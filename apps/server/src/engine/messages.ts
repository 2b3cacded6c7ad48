import type { Program } from '@sluice/ir';
import type { ReplayCommand, ReplayState } from '@sluice/protocol';
import type { BatchReport, DeadLetter, Fault, Sample, Series, ViewState } from '@sluice/runtime';

/** Everything the engine process needs to run a program; the same after a crash. */
export interface EngineOrder {
  readonly program: Program;
  readonly seed: number;
  /** The run's own directory: state, lock. */
  readonly directory: string;
  /** Relative paths of the flow are resolved against it. */
  readonly projectFolder: string;
  readonly roots: readonly string[];
  readonly isExecAllowed: boolean;
  /** Ports a flow may not bind: the server's own and those of other runs. */
  readonly reservedPorts: readonly number[];
}

/** API process to engine process. */
export type ToEngine =
  | { readonly kind: 'start'; readonly order: EngineOrder }
  | { readonly kind: 'stop'; readonly graceMs: number }
  | { readonly kind: 'replay'; readonly command: ReplayCommand }
  | { readonly kind: 'fault'; readonly component: string; readonly fault: Fault }
  /** Ends a worker thread as a crash would. */
  | { readonly kind: 'kill-worker'; readonly worker: number }
  | {
      readonly kind: 'configure';
      readonly component: string;
      readonly field: string;
      readonly value: unknown;
    };

/** A log line or a printed text, before it has a sequence number. */
export interface EngineLine {
  readonly timeMs: number;
  readonly level: 'info' | 'warning' | 'error' | 'print';
  readonly component?: string;
  readonly message: string;
}

export interface ComponentState {
  readonly state: 'running' | 'retrying' | 'failed' | 'done';
  readonly message?: string;
}

/** A record that was put aside, before it has a number. */
export interface EngineLetter extends DeadLetter {
  readonly timeMs: number;
  readonly component: string;
}

/** All numbers of a run at one moment. */
export interface EngineSample extends Sample {
  readonly replays: readonly ReplayState[];
}

/** Engine process to API process. All but `tick` and `views` arrive in the order things happened. */
export type FromEngine =
  | { readonly kind: 'series'; readonly series: readonly Series[] }
  | { readonly kind: 'started' }
  | (EngineSample & { readonly kind: 'tick' })
  | { readonly kind: 'views'; readonly views: readonly ViewState[] }
  | { readonly kind: 'lines'; readonly lines: readonly EngineLine[]; readonly dropped: number }
  | { readonly kind: 'dead-letters'; readonly letters: readonly EngineLetter[] }
  | { readonly kind: 'batches'; readonly reports: readonly BatchReport[] }
  | { readonly kind: 'components'; readonly states: { readonly [component: string]: ComponentState } }
  /** The last word: exact counts and views, after which the process exits. */
  | (EngineSample & {
      readonly kind: 'final';
      readonly outcome: 'done' | 'stopped';
      readonly views: readonly ViewState[];
    })
  /** The program cannot be run at all; starting again would not help. */
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };
