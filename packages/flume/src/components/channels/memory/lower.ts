import { lowering } from '@sluice/component';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config) => {
  const share = 1 - config.byteCapacityBufferPercentage / 100;
  // As in Flume, 0 means no limit.
  const bytes = config.byteCapacity ? Math.floor(config.byteCapacity * share) : undefined;
  return [
    {
      kind: 'buffer',
      medium: 'memory',
      capacity: config.capacity,
      transactionCapacity: config.transactionCapacity,
      keepAliveMs: config.keepAliveSeconds * 1000,
      ...(bytes === undefined ? {} : { byteCapacity: bytes }),
    },
  ];
});
