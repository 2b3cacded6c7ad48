import { defineComponent, field } from '@sluice/component';
import { dstreamIn } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.output.print',
  title: 'print',
  summary: 'Prints the first records of every batch.',
  docs: [
    'Each batch gives a line of dashes, `Time: <ms> ms`, a line of dashes, up to the given number of records, `...` when there are more, and an empty line. Empty batches print their header too.',
  ],
  icon: 'terminal',
  exportType: 'print',
  inputs: dstreamIn,
  outputs: [],
  config: {
    count: field.integer({
      label: 'Records',
      help: 'How many records of a batch are printed.',
      exportKey: 'num',
      default: 10,
      min: 1,
      unit: 'records',
    }),
  },
  nodeMetrics: [{ series: 'in', label: 'in' }],
});
