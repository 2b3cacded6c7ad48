import { describe, expect, it } from 'vitest';
import { createPidEstimator } from '../../src/models/micro-batch/rate-estimator.ts';
import golden from '../golden/rate-vectors.json' with { type: 'json' };
import { listPull, manualPush, programOf, setup, stage } from './harness.ts';

describe('the rate estimator', () => {
  it.each(golden.vectors.map((vector) => [vector.name, vector] as const))(
    'gives the rates of Spark: %s',
    (_name, { config, calls, expected }) => {
      const { proportional, integral, derivative, minRate } = config;
      const estimate = createPidEstimator(
        { proportional, integral, derived: derivative, minRate },
        config.batchMs,
      );
      const rates = calls.map(({ timeMs, numElements, processingDelayMs, schedulingDelayMs }) =>
        estimate({
          timeMs,
          records: numElements,
          processingMs: processingDelayMs,
          schedulingDelayMs,
        }),
      );
      expect(rates).toHaveLength(expected.length);
      for (const [i, rate] of rates.entries()) {
        const wanted = expected[i];
        if (wanted === null || wanted === undefined) expect(rate).toBeUndefined();
        else expect(rate).toBeCloseTo(wanted, 9);
      }
    },
  );
});

const source = { kind: 'source', run: 'test.source', config: {} } as const;
const sink = { kind: 'sink', run: 'test.sink', config: {} } as const;
const pid = { proportional: 1, integral: 0.2, derived: 0, minRate: 100 };
const limited = (changes: object) =>
  programOf({ ...stage(1000, 200), ...changes }, { in: source, out: sink }, ['in>out']);

describe('a receiver', () => {
  it('takes in no more than its highest rate', async () => {
    const list = listPull(Array.from({ length: 10_000 }, (_, i) => i));
    const { clock, reports } = await setup(limited({ receiverMaxRate: 500 }), {
      implementations: { 'test.source': list.implementation },
    });
    await clock.advanceTo(10_000);
    const records = reports.map((r) => r.records);
    // No second holds more than a second's permits twice: what was saved up, and what came.
    expect(Math.max(...records)).toBeLessThanOrEqual(1000);
    expect(records.reduce((a, b) => a + b, 0)).toBeGreaterThan(4000);
    expect(records.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(5500);
  });

  it('settles at the rate the batches are processed with, and the delay goes away', async () => {
    const list = listPull(Array.from({ length: 1_000_000 }, (_, i) => i));
    const { clock, reports, counter } = await setup(
      limited({ receiverMaxRate: 10_000, backpressure: { ...pid, initialRate: 4000 } }),
      // A millisecond a record: 1,000 records a second, while 4,000 arrive.
      { implementations: { 'test.source': list.implementation }, sinkMsPerRecord: 1 },
    );
    await clock.advanceTo(120_000);
    const last = reports.slice(-5);
    for (const { records, schedulingDelayMs } of last) {
      expect(records).toBeGreaterThan(700);
      expect(records).toBeLessThanOrEqual(1010);
      expect(schedulingDelayMs).toBeLessThan(300);
    }
    expect(Math.max(...reports.map((r) => r.schedulingDelayMs))).toBeGreaterThan(2000);
    expect(counter('in', 'rateLimit')).toBeGreaterThan(700);
    expect(counter('in', 'rateLimit')).toBeLessThan(1100);
  });

  it('that pushes waits for its put when it has been too fast', async () => {
    const push = manualPush();
    const { clock, counter } = await setup(limited({ receiverMaxRate: 100 }), {
      implementations: { 'test.source': push.implementation },
    });
    await clock.advanceTo(2000);
    // A second's permits have been saved up; half a second more than that is waited for.
    let isTaken = false;
    void (push.put(Array.from({ length: 149 }, () => 1)) as Promise<unknown>).then(() => {
      isTaken = true;
    });
    await clock.advanceTo(2490);
    expect(isTaken).toBe(false);
    await clock.advanceTo(2510);
    expect(isTaken).toBe(true);
    await clock.advanceTo(4000);
    expect(counter('out', 'in')).toBe(149);
  });
});
