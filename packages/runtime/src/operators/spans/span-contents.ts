import type { Batch } from '../../batch.ts';
import type { Emit } from '../transform.ts';

/** From when to when a window is: times in ms, or numbers of records. */
export interface Bounds {
  readonly start: number;
  readonly end: number;
}

/**
 * What windows are filled with and what they say: folded values, whole records, both sides of a join. `P` holds what
 * one part of a window (a pane) got; a window is one pane or several merged. Plain data, so that it can be kept.
 */
export interface SpanContents<P> {
  /** Looks at a batch; the calls that follow name its records by live index. */
  begin(batch: Batch, input: string): void;
  /** Number of the key of a record; windows that belong to a key ask for it. */
  keyOf(index: number): number;
  empty(): P;
  add(pane: P, index: number): void;
  /** Panes in order of time as one; the panes themselves stay as they are. */
  merge(panes: readonly P[]): P;
  /** A window is complete. */
  speak(content: P, bounds: Bounds, emit: Emit): void;
  /** A record came into a window that has spoken; `content` holds the record too. */
  speakLate(content: P, index: number, bounds: Bounds, emit: Emit): void;
  /** A pane without numbers of keys, and back. */
  save(pane: P): unknown;
  load(saved: unknown): P;
  /** The same for the number of a key. */
  saveKey(id: number): unknown;
  loadKey(saved: unknown): number;
}
