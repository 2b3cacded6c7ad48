import { defineComponent } from '@sluice/component';
import { dstreamIn, dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';
import { slideSeconds, windowSeconds } from '../../../semantics/window-fields.ts';

export const spec = defineComponent({
  id: 'spark.transformation.window',
  title: 'window',
  summary: 'Gives, at every slide, all records of the last window.',
  docs: [
    'At each slide the result is the union of the batches in the last window duration. The first windows are partial, and a slide longer than the window leaves gaps.',
    'Slides are counted from the start of the run, not from full minutes.',
  ],
  icon: 'gallery-horizontal-end',
  exportType: 'window',
  inputs: dstreamIn,
  outputs: dstreamOut,
  config: { windowSeconds, slideSeconds },
  nodeMetrics: inOutMetrics,
});
