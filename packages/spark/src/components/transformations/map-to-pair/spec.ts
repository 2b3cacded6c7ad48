import { defineComponent, field } from '@sluice/component';
import { dstreamIn, dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.transformation.map-to-pair',
  title: 'mapToPair',
  summary: 'Turns each record into a key with a value.',
  docs: [
    'The result is `DStream[(K, V)]`, which reduceByKey, reduceByKeyAndWindow and updateStateByKey need. The usual start of a word count is the key `value` with the value `1`.',
  ],
  icon: 'key-round',
  exportType: 'mapToPair',
  inputs: dstreamIn,
  outputs: dstreamOut,
  config: {
    key: field.expression({
      label: 'Key',
      help: 'An expression over the record: what is grouped by later.',
      returns: 'any',
      default: 'value',
      isRequired: true,
    }),
    value: field.expression({
      label: 'Value',
      help: 'An expression over the record: what is combined later.',
      returns: 'any',
      default: '1',
      isRequired: true,
    }),
  },
  nodeMetrics: inOutMetrics,
});
