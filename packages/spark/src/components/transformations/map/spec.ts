import { defineComponent, field } from '@sluice/component';
import { dstreamIn, dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.transformation.map',
  title: 'map',
  summary: 'Turns each record into one other record.',
  docs: [
    'The expression sees `value`, or `key` and `value` of a pair stream, and gives the new element of `DStream[T]`.',
    'To make a stream of pairs use mapToPair.',
  ],
  icon: 'arrow-right-left',
  exportType: 'map',
  inputs: dstreamIn,
  outputs: dstreamOut,
  config: {
    expression: field.expression({
      label: 'New value',
      help: 'An expression over the record, for example `lower(value)`.',
      returns: 'any',
      isRequired: true,
      placeholder: 'lower(value)',
    }),
  },
  nodeMetrics: inOutMetrics,
});
