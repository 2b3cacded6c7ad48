import { defineComponent, field } from '@sluice/component';
import { dstreamIn, dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.transformation.filter',
  title: 'filter',
  summary: 'Keeps the records for which a condition holds.',
  docs: ['The condition sees `value`, or `key` and `value` of a pair stream. The type of the stream stays.'],
  icon: 'funnel',
  exportType: 'filter',
  inputs: dstreamIn,
  outputs: dstreamOut,
  config: {
    predicate: field.expression({
      label: 'Condition',
      help: 'Records for which it is true go on.',
      returns: 'boolean',
      isRequired: true,
      placeholder: "contains(value, 'error')",
    }),
  },
  nodeMetrics: inOutMetrics,
});
