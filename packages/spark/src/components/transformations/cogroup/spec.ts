import { defineComponent } from '@sluice/component';
import { joinDocs, joinIn } from '../../../semantics/join.ts';
import { dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.transformation.cogroup',
  title: 'cogroup',
  summary: 'Gives, for each key, the values of both streams side by side.',
  docs: [
    'A key of either stream gives one record; its value is the list of the left values and the list of the right ones, empty where a stream has none.',
    ...joinDocs,
  ],
  icon: 'group',
  exportType: 'cogroup',
  inputs: joinIn,
  outputs: dstreamOut,
  config: {},
  nodeMetrics: inOutMetrics,
});
