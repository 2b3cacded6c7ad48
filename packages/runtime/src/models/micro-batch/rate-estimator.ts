import type { BackpressureSettings } from '@sluice/ir';

/** What a finished batch says about one receiver; milliseconds. */
export interface BatchOutcome {
  readonly timeMs: number;
  readonly records: number;
  readonly processingMs: number;
  readonly schedulingDelayMs: number;
}

/** Says how many records a second a receiver may take in from now on, or undefined to leave it as it is. */
export type RateEstimator = (outcome: BatchOutcome) => number | undefined;

/**
 * Spark's PIDRateEstimator. The error is how much faster than the processing the receiver was allowed to be; the
 * historical error is what has queued up, as a rate; the first batch that has records only sets where to start from.
 */
export function createPidEstimator(settings: BackpressureSettings, batchIntervalMs: number): RateEstimator {
  const { proportional, integral, derived, minRate } = settings;
  let last: { readonly timeMs: number; readonly rate: number; readonly error: number } | undefined;
  return ({ timeMs, records, processingMs, schedulingDelayMs }) => {
    if (timeMs <= (last?.timeMs ?? -1) || records <= 0 || processingMs <= 0) return undefined;
    const processingRate = (records / processingMs) * 1000;
    if (!last) {
      last = { timeMs, rate: processingRate, error: 0 };
      return undefined;
    }
    const error = last.rate - processingRate;
    const historicalError = (schedulingDelayMs * processingRate) / batchIntervalMs;
    const errorChange = (error - last.error) / ((timeMs - last.timeMs) / 1000);
    const wanted = last.rate - proportional * error - integral * historicalError - derived * errorChange;
    const rate = Math.max(minRate, wanted);
    last = { timeMs, rate, error };
    return rate;
  };
}
