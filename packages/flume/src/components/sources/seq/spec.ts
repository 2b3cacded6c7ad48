import { defineComponent, field } from '@sluice/component';
import { sourceMetrics } from '../../../node-metrics.ts';
import { putsEvents } from '../../../ports.ts';

export const spec = defineComponent({
  id: 'flume.source.seq',
  title: 'seq',
  summary: 'Produces events that count 0, 1, 2 and so on.',
  docs: [
    'The body is the number in decimal digits. A refused batch is put again, so no number is skipped; after a restart counting begins at 0.',
    'Made for trying out a flow: the numbers show at once whether anything was lost or doubled.',
  ],
  icon: 'list-ordered',
  exportType: 'seq',
  inputs: [],
  outputs: putsEvents,
  nodeMetrics: sourceMetrics,
  guarantee: 'Counts again from 0 after a restart.',
  config: {
    totalEvents: field.integer({
      label: 'Total',
      help: 'Stops after this many events. Not set: goes on for ever.',
      exportKey: 'totalEvents',
      min: 0,
      unit: 'events',
    }),
    batchSize: field.integer({
      label: 'Batch size',
      help: 'Numbers put into the channels in one transaction.',
      exportKey: 'batchSize',
      default: 1,
      min: 1,
      unit: 'events',
    }),
    backoffSleepIncrement: field.integer({
      label: 'Back-off step',
      help: 'Pause added after each attempt that found the channels full or nothing to do.',
      exportKey: 'backoffSleepIncrement',
      default: 1000,
      min: 0,
      unit: 'ms',
      isAdvanced: true,
    }),
    maxBackoffSleep: field.integer({
      label: 'Longest back-off',
      help: 'The longest pause between two attempts.',
      exportKey: 'maxBackoffSleep',
      default: 5000,
      min: 0,
      unit: 'ms',
      isAdvanced: true,
    }),
  },
});
