import { defineComponent } from '@sluice/component';
import { joinDocs, joinIn } from '../../../semantics/join.ts';
import { dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.transformation.left-outer-join',
  title: 'leftOuterJoin',
  summary: 'Pairs up values by key and keeps left values that have no partner.',
  docs: [
    'A left value without a partner comes with null on the right; right values without a partner are left out.',
    ...joinDocs,
  ],
  icon: 'columns-2',
  exportType: 'leftOuterJoin',
  inputs: joinIn,
  outputs: dstreamOut,
  config: {},
  nodeMetrics: inOutMetrics,
});
