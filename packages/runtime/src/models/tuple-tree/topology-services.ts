import type { LatencyMeter } from '../../metrics/meters.ts';
import type { FaultSource } from './fault-source.ts';
import type { XorLedger } from './xor-ledger.ts';

/** What spout tasks and bolt executors of one topology share. */
export interface TopologyServices {
  readonly ledger: XorLedger;
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
