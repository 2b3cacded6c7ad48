import type { Batch } from '../../batch.ts';
import type { LatencyMeter } from '../../metrics/meters.ts';
import type { FaultSource } from './fault-source.ts';
import type { TreeRef } from './sender.ts';
import type { XorLedger } from './xor-ledger.ts';

/** What became of the tuples of one delivery at a bolt. */
export interface Outcome {
  /** Place of the bolt in the plan. */
  readonly bolt: number;
  readonly executed: Batch | undefined;
  readonly failed: readonly Batch[];
  readonly dropped: Batch | undefined;
  /** The delivery's own edge id XORed with those of everything anchored to it. */
  readonly high: number;
  readonly low: number;
  readonly nowMs: number;
}

/** What spout tasks and bolt executors of one topology share. */
export interface TopologyServices {
  readonly ledger: XorLedger;
  /** Tells the keeper of a tree what a bolt has done with it. */
  report(tree: TreeRef, outcome: Outcome): void;
  readonly faults: FaultSource;
  readonly latency: LatencyMeter;
  /** Roots are tracked (ackers > 0). */
  readonly isTracking: boolean;
  /** How often the timeout buckets have turned. */
  rotation(): number;
  now(): number;
  schedule(delayMs: number, action: () => void): () => void;
  /** There is something to do again. */
  wake(): void;
  /** Says what went wrong in a component; at most once a second each. */
  complain(component: string, error: unknown): void;
}
