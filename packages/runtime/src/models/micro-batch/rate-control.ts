import type { MicroBatchStage } from '@sluice/ir';
import type { StageInput } from '../model.ts';
import type { BatchMeters } from './batch-meters.ts';
import type { PlanNode } from './batch-plan.ts';
import { type BatchOutcome, createPidEstimator } from './rate-estimator.ts';
import { createRateLimiter, type RateLimiter } from './rate-limiter.ts';

/** The rate of one receiver. */
export interface RateControl {
  readonly limiter: RateLimiter;
  /** Takes into account how a batch went. */
  learn(outcome: BatchOutcome): void;
}

/** Makes the rate control of a receiver; without back-pressure or a highest rate it limits nothing. */
export function createRateControl(input: StageInput, node: PlanNode, meters: BatchMeters): RateControl {
  const { backpressure, receiverMaxRate, batchIntervalMs } = input.stage as MicroBatchStage;
  const limiter = createRateLimiter(() => input.host.now(), {
    most: receiverMaxRate,
    initial: backpressure?.initialRate,
  });
  if (!backpressure) return { limiter, learn: () => {} };
  const estimate = createPidEstimator(backpressure, batchIntervalMs);
  const shown = meters.rateLimit(node);
  return {
    limiter,
    learn: (outcome) => {
      const rate = estimate(outcome);
      if (rate === undefined) return;
      limiter.update(rate);
      shown.set(limiter.rate());
    },
  };
}
