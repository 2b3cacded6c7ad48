import { defineComponent } from '@sluice/component';
import { dstreamIn, dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.transformation.count-by-value',
  title: 'countByValue',
  summary: 'Counts how often each value occurs in a batch.',
  docs: [
    'The result is `DStream[(T, Long)]`: the value as key, its count as value. An empty batch gives an empty result. On a pair stream the whole pair is counted.',
    'It is mapToPair(value, 1) followed by reduceByKey(a + b).',
  ],
  icon: 'hash',
  exportType: 'countByValue',
  inputs: dstreamIn,
  outputs: dstreamOut,
  config: {},
  nodeMetrics: inOutMetrics,
});
