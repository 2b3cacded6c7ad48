import { type AppliedComponent, kindOf, type StagePlan } from '@sluice/component';

/** Most events in one transaction of a source, a channel or a sink. */
export function batchSizeOf({ spec, config }: AppliedComponent): number {
  if (spec.id === 'flume.sink.logger' || spec.id === 'flume.source.netcat') return 1;
  const size = kindOf(spec.id) === 'channel' ? config.transactionCapacity : config.batchSize;
  return typeof size === 'number' && size > 0 ? size : 100;
}

/**
 * A source with its interceptors and selector is one stage, each channel and each sink another: a transaction
 * begins and ends in one of them.
 */
export function stageOf(component: AppliedComponent): StagePlan {
  return {
    key: `flume:${component.host ?? component.id}`,
    stage: { model: 'transactional', delivery: 'at-least-once', batchSize: batchSizeOf(component) },
  };
}
