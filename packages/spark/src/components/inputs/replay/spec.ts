import { defineComponent, field } from '@sluice/component';
import { dstreamOut } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.input.replay',
  title: 'replay',
  summary: 'Replays a demo data set as a receiver would deliver it.',
  docs: [
    'Each line of the data set is one record of `DStream[String]`. Equal seeds give equal records, byte for byte.',
    'While the flow runs, the replay can be paused, moved, looped and made faster or slower. "As fast as possible" reads as much as the batches can take: the receiver waits while too many blocks are unprocessed.',
  ],
  icon: 'database-zap',
  inputs: [],
  outputs: dstreamOut,
  config: {
    dataset: field.dataset({
      label: 'Data set',
      help: 'Which demo stream to replay.',
      default: 'tweets',
    }),
    seed: field.integer({
      label: 'Seed',
      help: 'Equal seeds give equal records.',
      default: 1,
      min: 0,
    }),
    rate: field.number({
      label: 'Rate',
      help: 'Records per second. 0 is the natural rate of the data set, -1 as fast as possible.',
      default: 0,
      min: -1,
      unit: 'records/s',
      isLive: true,
    }),
    count: field.integer({
      label: 'Records',
      help: 'Ends after this many records. Empty means all of the data set.',
      placeholder: 'all',
      min: 1,
    }),
    isLooping: field.boolean({
      label: 'Loop',
      help: 'Starts again from the first record at the end.',
      default: false,
      isLive: true,
    }),
  },
  guarantee: 'At-least-once: after a crash records whose batch was not done are read again.',
  nodeMetrics: [{ series: 'out', label: 'records' }],
});
