import { defineComponent, field } from '@sluice/component';
import {
  boltInput,
  boltMetrics,
  parallelismFields,
  testingFields,
  tupleOutput,
} from '../../../common-fields.ts';

export const spec = defineComponent({
  id: 'storm.bolt.map',
  title: 'Map',
  summary: 'Computes the fields of a new tuple from each tuple.',
  docs: [
    'Each output field is an expression over the fields of the input tuple, for example `lower(word)`. One tuple comes out for each that goes in, anchored to it.',
  ],
  icon: 'function-square',
  inputs: [boltInput],
  outputs: [tupleOutput],
  guarantee: 'at-least-once',
  nodeMetrics: boltMetrics,
  config: {
    assign: field.assignments({
      label: 'Fields',
      help: 'Output field names with the expressions that compute them.',
      default: [],
      isRequired: true,
    }),
    isKeeping: field.boolean({
      label: 'Keep others',
      help: 'Carry the other fields of the input over unchanged, before the new ones.',
      default: false,
    }),
    ...parallelismFields,
    ...testingFields,
  },
});
