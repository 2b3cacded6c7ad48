import { lowering } from '@sluice/component';
import { directoriesOf } from '../../../data-directories.ts';
import { spec } from './spec.ts';

/** Flume never goes below this, whatever is set. */
const leastFreeBytes = 1024 * 1024;

export const lower = lowering(spec, (config) => [
  {
    kind: 'buffer',
    medium: 'durable',
    capacity: config.capacity,
    transactionCapacity: config.transactionCapacity,
    keepAliveMs: config.keepAliveSeconds * 1000,
    durable: {
      checkpointDirectory: config.checkpointDir ?? '',
      dataDirectories: directoriesOf(config.dataDirs),
      checkpointIntervalMs: config.checkpointInterval,
      maxFileBytes: config.maxFileSize,
      minimumFreeBytes: Math.max(leastFreeBytes, config.minimumRequiredSpace),
    },
  },
]);
