import { defineComponent, field } from '@sluice/component';
import { sinkMetrics } from '../../../node-metrics.ts';
import { takesEvents } from '../../../ports.ts';

export const spec = defineComponent({
  id: 'flume.sink.null',
  title: 'null',
  summary: 'Discards every event it takes.',
  docs: ['Useful to measure how fast the rest of a flow is, or to drain a channel nobody needs.'],
  icon: 'ban',
  exportType: 'null',
  inputs: takesEvents,
  outputs: [],
  nodeMetrics: sinkMetrics,
  guarantee: 'Nothing is kept.',
  config: {
    batchSize: field.integer({
      label: 'Batch size',
      help: 'Events discarded in one transaction.',
      exportKey: 'batchSize',
      default: 100,
      min: 1,
      unit: 'events',
    }),
    logEveryNEvents: field.integer({
      label: 'Log every',
      help: 'Writes a progress line to the log after this many events.',
      exportKey: 'logEveryNEvents',
      default: 10_000,
      min: 1,
      unit: 'events',
      isAdvanced: true,
    }),
  },
});
