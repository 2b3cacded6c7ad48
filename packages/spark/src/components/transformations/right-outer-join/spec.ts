import { defineComponent } from '@sluice/component';
import { joinDocs, joinIn } from '../../../semantics/join.ts';
import { dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.transformation.right-outer-join',
  title: 'rightOuterJoin',
  summary: 'Pairs up values by key and keeps right values that have no partner.',
  docs: [
    'A right value without a partner comes with null on the left; left values without a partner are left out.',
    ...joinDocs,
  ],
  icon: 'columns-2',
  exportType: 'rightOuterJoin',
  inputs: joinIn,
  outputs: dstreamOut,
  config: {},
  nodeMetrics: inOutMetrics,
});
