import { defineComponent, field } from '@sluice/component';
import {
  boltInput,
  boltMetrics,
  fieldNamePattern,
  parallelismFields,
  testingFields,
  tupleOutput,
} from '../../../common-fields.ts';

export const spec = defineComponent({
  id: 'storm.bolt.count',
  title: 'Count',
  summary: 'Counts tuples by fields and emits the new count for each tuple.',
  docs: [
    'The count runs for the life of the topology and lives in the task: give equal keys to the same task with a fields grouping on the same fields.',
    'A replayed tuple is counted again: counts are never too low, and too high by what was executed twice.',
  ],
  icon: 'sigma',
  inputs: [boltInput],
  outputs: [tupleOutput],
  guarantee: 'at-least-once',
  nodeMetrics: boltMetrics,
  config: {
    fields: field.list({
      label: 'Count by',
      help: 'Fields that form the key. Left empty: all fields of the tuple.',
      placeholder: 'all fields',
      default: [],
      itemLabel: 'Field',
    }),
    outputField: field.text({
      label: 'Output field',
      help: 'Name of the field that carries the count, after the key fields.',
      default: 'count',
      isRequired: true,
      pattern: fieldNamePattern,
    }),
    ...parallelismFields,
    ...testingFields,
  },
});
