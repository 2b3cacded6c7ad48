import { defineComponent, field } from '@sluice/component';
import { dstreamIn, dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.transformation.reduce-by-key',
  title: 'reduceByKey',
  summary: 'Combines the values of each key within a batch.',
  docs: [
    'Every batch starts anew: a key that does not occur in a batch is not in its result, and an empty batch gives an empty result.',
    'The combination must be associative and commutative, because Spark reduces partitions first.',
  ],
  icon: 'combine',
  exportType: 'reduceByKey',
  inputs: dstreamIn,
  outputs: dstreamOut,
  config: {
    combine: field.expression({
      label: 'Combine',
      help: '`a` is the value so far and `b` the next one of the same key.',
      exportKey: 'reduceFunc',
      returns: 'any',
      scope: 'combine',
      default: 'a + b',
      isRequired: true,
    }),
  },
  nodeMetrics: inOutMetrics,
});
