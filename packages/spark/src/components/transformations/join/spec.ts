import { defineComponent } from '@sluice/component';
import { joinDocs, joinIn } from '../../../semantics/join.ts';
import { dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.transformation.join',
  title: 'join',
  summary: 'Pairs up the values of two streams that have the same key in a batch.',
  docs: [
    'A key that only one of the streams has in a batch gives nothing. A key with several values on both sides gives every combination.',
    ...joinDocs,
  ],
  icon: 'link',
  exportType: 'join',
  inputs: joinIn,
  outputs: dstreamOut,
  config: {},
  nodeMetrics: inOutMetrics,
});
