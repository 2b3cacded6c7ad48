import { defineComponent, field } from '@sluice/component';
import { sourceMetrics } from '../../../node-metrics.ts';
import { putsEvents } from '../../../ports.ts';

export const spec = defineComponent({
  id: 'flume.source.replay',
  title: 'Data-set replay',
  summary: 'Replays a demo data set, one event a record, at the speed chosen.',
  docs: [
    'Records are made from the seed: one seed gives the same bytes every time. While the flow runs the replay can be paused, sought, looped and sped up.',
    'Taken to Flume it becomes an `exec` source that runs `sluice replay`; such a source is read back as a replay.',
  ],
  icon: 'history',
  inputs: [],
  outputs: putsEvents,
  nodeMetrics: sourceMetrics,
  targets: {
    flume: {
      can: 'with-difference',
      difference:
        'It becomes an exec source that runs `sluice replay`: the agent needs the sluice command, and the replay cannot be paused or sought.',
    },
  },
  guarantee: 'At least once: after a restart the replay goes on from the last position the channels took.',
  config: {
    dataset: field.dataset({
      label: 'Data set',
      help: 'The records to replay.',
      default: 'access-log',
      isRequired: true,
    }),
    seed: field.integer({ label: 'Seed', help: 'Equal seeds give equal records.', default: 1, min: 0 }),
    rate: field.number({
      label: 'Rate',
      help: "0 is the data set's natural speed, -1 is as fast as possible.",
      default: 0,
      min: -1,
      unit: 'records/s',
      isLive: true,
    }),
    count: field.integer({
      label: 'Records',
      help: 'Ends after this many records. Not set: 1,000,000.',
      min: 1,
      unit: 'records',
    }),
    isLooping: field.boolean({
      label: 'Loop',
      help: 'Begins again at the end.',
      default: false,
      isLive: true,
    }),
    batchSize: field.integer({
      label: 'Batch size',
      help: 'Records put into the channels in one transaction.',
      exportKey: 'batchSize',
      default: 100,
      min: 1,
      unit: 'events',
    }),
  },
});
