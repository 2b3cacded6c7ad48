import { defineComponent, field } from '@sluice/component';
import {
  boltInput,
  boltMetrics,
  parallelismFields,
  testingFields,
  tupleOutput,
} from '../../../common-fields.ts';

export const spec = defineComponent({
  id: 'storm.bolt.filter',
  title: 'Filter',
  summary: 'Passes on the tuples a condition holds for.',
  docs: ['Tuples that are not passed on are acked all the same, so their roots can finish.'],
  icon: 'filter',
  inputs: [boltInput],
  outputs: [tupleOutput],
  guarantee: 'at-least-once',
  nodeMetrics: boltMetrics,
  config: {
    predicate: field.expression({
      label: 'Condition',
      help: 'An expression over the fields of the tuple, for example `length(word) > 3`.',
      returns: 'boolean',
      isRequired: true,
      placeholder: 'length(word) > 3',
    }),
    ...parallelismFields,
    ...testingFields,
  },
});
