import type { JsonObject } from '@sluice/ir';
import type { TaskContext } from '../../implementation.ts';

/** What a checkpoint holds of one source. */
export interface SavedSource {
  /** The source's own state, usually a position. */
  readonly own?: JsonObject;
  /** Records of finished batches when `own` was saved, and now, over all starts of the run. */
  readonly ownAt: number;
  readonly finished: number;
  /** Records that were received and came into no batch that counts, because the process died. */
  readonly lost: number;
}

/** How far a source has got over all starts of the run, kept in checkpoints together with the state it led to. */
export interface SourceState {
  /** What the source's context gives it: kept for the next checkpoint instead of written at once. */
  readonly durable: TaskContext['durable'];
  /** Records finished since the source's own state was saved: they come again and are thrown away. */
  readonly toSkip: number;
  /** Records of batches are finished; `commit` is told how many since the position the source started from. */
  finish(records: number, commit: (local: number) => void): void;
  lose(records: number): void;
  lost(): number;
  finished(): number;
  saved(): SavedSource;
}

/** Makes the state of a source from what a checkpoint holds of it. */
export function createSourceState(saved: SavedSource | undefined): SourceState {
  const startedAt = saved?.ownAt ?? 0;
  let own = saved?.own;
  let ownAt = startedAt;
  let finished = saved?.finished ?? 0;
  let lost = saved?.lost ?? 0;
  return {
    durable: {
      load: () => own,
      save: (state) => {
        own = state;
        ownAt = finished;
      },
      sync: () => undefined,
    },
    toSkip: finished - startedAt,
    finish: (records, commit) => {
      finished += records;
      commit(finished - startedAt);
    },
    lose: (records) => {
      lost += records;
    },
    lost: () => lost,
    finished: () => finished,
    saved: () => ({ ...(own === undefined ? {} : { own }), ownAt, finished, lost }),
  };
}
