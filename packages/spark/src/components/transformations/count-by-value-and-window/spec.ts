import { defineComponent } from '@sluice/component';
import { dstreamIn, dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';
import { slideSeconds, windowSeconds } from '../../../semantics/window-fields.ts';

export const spec = defineComponent({
  id: 'spark.transformation.count-by-value-and-window',
  title: 'countByValueAndWindow',
  summary: 'Counts how often each value occurs in a sliding window.',
  docs: [
    'The result is `DStream[(T, Long)]`. Counts are kept incrementally, so a step costs as much as one slide, however long the window is; a value whose count reaches 0 leaves.',
    'On Spark it needs a checkpoint directory.',
  ],
  icon: 'chart-no-axes-column-increasing',
  exportType: 'countByValueAndWindow',
  inputs: dstreamIn,
  outputs: dstreamOut,
  config: { windowSeconds, slideSeconds },
  nodeMetrics: inOutMetrics,
});
