import { defineComponent } from '@sluice/component';
import { joinDocs, joinIn } from '../../../semantics/join.ts';
import { dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.transformation.full-outer-join',
  title: 'fullOuterJoin',
  summary: 'Pairs up values by key and keeps values of both streams that have no partner.',
  docs: [
    'Every value of both streams is in the result; null stands where a partner is missing.',
    ...joinDocs,
  ],
  icon: 'columns-2',
  exportType: 'fullOuterJoin',
  inputs: joinIn,
  outputs: dstreamOut,
  config: {},
  nodeMetrics: inOutMetrics,
});
