import { defineComponent, field } from '@sluice/component';
import { sinkMetrics } from '../../../node-metrics.ts';
import { takesEvents } from '../../../ports.ts';

export const spec = defineComponent({
  id: 'flume.sink.logger',
  title: 'logger',
  summary: 'Writes each event to the log as a line of hex and text.',
  docs: [
    'The line is `Event: { headers:{name=value} body: 48 65 6C 6C 6F  Hello }` with the first 16 bytes of the body. One event is one transaction.',
    'Embedded runs show the lines in the panel of this sink. A real agent of 1.10 or later logs to a file unless its log4j2 configuration names the console.',
  ],
  icon: 'square-terminal',
  exportType: 'logger',
  inputs: takesEvents,
  outputs: [],
  nodeMetrics: sinkMetrics,
  guarantee: 'At least once.',
  config: {
    maxBytesToLog: field.integer({
      label: 'Bytes shown',
      help: 'Bytes of the body to show. Flume up to 1.11 reads this and then always shows 16, and so do embedded runs.',
      exportKey: 'maxBytesToLog',
      default: 16,
      min: 0,
      unit: 'B',
      isAdvanced: true,
    }),
  },
});
