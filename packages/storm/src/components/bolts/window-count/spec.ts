import { defineComponent, field } from '@sluice/component';
import {
  boltInput,
  boltMetrics,
  fieldNamePattern,
  parallelismFields,
  testingFields,
  tupleOutput,
} from '../../../common-fields.ts';
import { windowFields } from '../../../windows.ts';

export const spec = defineComponent({
  id: 'storm.bolt.window-count',
  title: 'Window count',
  summary: 'Counts tuples by fields in tumbling or sliding windows of time or of tuples.',
  docs: [
    'A windowed bolt: each task gathers the tuples it gets, and when a window is complete it emits, for each key, the key fields, the count and `windowEnd`. A window without tuples emits nothing. `windowEnd` is a time in ms, or the number of the last tuple.',
    'Windows of tuples span the last so many tuples of the task, whatever their key; the first ones are shorter. Windows of time go by the clock, or by a field that holds the time in ms since 1970.',
    'With such a field a window is (end - length, end] and windows end at multiples of the slide. The watermark is the latest time less the lag, of several streams that of the one that is furthest behind, once all have come; it is looked at once an interval, and windows that end there or before are complete. A tuple behind the watermark is late: it is counted as `late` and leaves through the `late` output. As in Storm the last windows stay open when no later tuple comes.',
    'Tuples are acked when they have been counted, not when they leave the window as in Storm: a task that dies takes its open windows with it. What a window emits is anchored to nothing.',
  ],
  icon: 'gallery-horizontal-end',
  inputs: [boltInput],
  outputs: [tupleOutput, { name: 'late', carries: 'storm.tuple' }],
  guarantee: 'at-least-once',
  nodeMetrics: boltMetrics,
  config: {
    fields: field.list({
      label: 'Count by',
      help: 'Fields that form the key. Left empty: all tuples of a window are counted together.',
      placeholder: 'all tuples',
      default: [],
      itemLabel: 'Field',
    }),
    outputField: field.text({
      label: 'Output field',
      help: 'Name of the field that carries the count, after the key fields and `windowEnd`.',
      default: 'count',
      isRequired: true,
      pattern: fieldNamePattern,
    }),
    ...windowFields,
    timestampField: field.text({
      label: 'Timestamp field',
      help: 'For windows of time: a field with the time of the tuple in ms since 1970. Left empty: the clock.',
      placeholder: 'the clock',
      group: 'Event time',
      pattern: fieldNamePattern,
    }),
    lagSeconds: field.number({
      label: 'Lag',
      help: 'How much tuples may be out of order: the watermark stays this far behind the latest time.',
      group: 'Event time',
      unit: 's',
      default: 0,
      min: 0,
    }),
    watermarkSeconds: field.number({
      label: 'Watermark interval',
      help: 'How often the watermark is looked at and complete windows emit.',
      group: 'Event time',
      unit: 's',
      default: 1,
      min: 0.001,
    }),
    ...parallelismFields,
    ...testingFields,
  },
});
