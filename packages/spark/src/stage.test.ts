import { applyDefaults } from '@sluice/component';
import { describe, expect, it } from 'vitest';
import { contextSpec } from './context-spec.ts';
import { microBatchStage } from './stage.ts';

const stageOf = (config: object) =>
  microBatchStage({ config: applyDefaults(contextSpec.config, config as never) });

describe('the stage of a streaming context', () => {
  it('says only what is not as the runtime has it anyway', () => {
    expect(stageOf({})).toEqual({
      model: 'micro-batch',
      delivery: 'at-least-once',
      batchIntervalMs: 1000,
      blockIntervalMs: 200,
    });
  });

  it('has the limits and the controller a person asked for', () => {
    expect(
      stageOf({
        checkpointIntervalMs: 2000,
        taskMaxFailures: 1,
        receiverMaxRate: 500,
        isBackpressureEnabled: true,
        backpressureInitialRate: 50,
        pidIntegral: 0.5,
      }),
    ).toMatchObject({
      checkpointIntervalMs: 2000,
      taskMaxFailures: 1,
      receiverMaxRate: 500,
      backpressure: { initialRate: 50, proportional: 1, integral: 0.5, derived: 0, minRate: 100 },
    });
  });
});
