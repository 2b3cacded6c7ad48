import { defineComponent } from '@sluice/component';
import { dstreamIn, dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';
import { slideSeconds, windowSeconds } from '../../../semantics/window-fields.ts';

export const spec = defineComponent({
  id: 'spark.transformation.count-by-window',
  title: 'countByWindow',
  summary: 'Counts the records of a sliding window.',
  docs: [
    'The count is kept incrementally: the new slide is added and the one that left is taken away. As in Spark it says nothing before the first record of the run; afterwards an empty window gives 0.',
    'On Spark it needs a checkpoint directory.',
  ],
  icon: 'sigma',
  exportType: 'countByWindow',
  inputs: dstreamIn,
  outputs: dstreamOut,
  config: { windowSeconds, slideSeconds },
  nodeMetrics: inOutMetrics,
});
