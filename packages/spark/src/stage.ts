import type { AppliedSystem } from '@sluice/component';
import type { MicroBatchStage } from '@sluice/ir';
import { contextSpec } from './context-spec.ts';

type Settings = Omit<MicroBatchStage, 'id' | 'origin'>;

/** The stage of a streaming context. Settings at their defaults are left out: the runtime's are the same. */
export function microBatchStage({ config }: Pick<AppliedSystem, 'config'>): Settings {
  const number = (field: keyof typeof contextSpec.config): number => Number(config[field]);
  const changed = (field: 'checkpointIntervalMs' | 'taskMaxFailures'): object =>
    number(field) === contextSpec.config[field].default ? {} : { [field]: number(field) };
  const given = (field: 'receiverMaxRate' | 'backpressureInitialRate', name: string): object =>
    typeof config[field] === 'number' ? { [name]: config[field] } : {};
  return {
    model: 'micro-batch',
    delivery: 'at-least-once',
    batchIntervalMs: number('batchIntervalMs'),
    blockIntervalMs: number('blockIntervalMs'),
    ...changed('checkpointIntervalMs'),
    ...changed('taskMaxFailures'),
    ...given('receiverMaxRate', 'receiverMaxRate'),
    ...(config.isBackpressureEnabled === true && {
      backpressure: {
        ...given('backpressureInitialRate', 'initialRate'),
        proportional: number('pidProportional'),
        integral: number('pidIntegral'),
        derived: number('pidDerived'),
        minRate: number('pidMinRate'),
      },
    }),
  };
}
