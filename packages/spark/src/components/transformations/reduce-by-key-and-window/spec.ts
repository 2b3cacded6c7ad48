import { defineComponent, field } from '@sluice/component';
import { dstreamIn, dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';
import { slideSeconds, windowSeconds } from '../../../semantics/window-fields.ts';

export const spec = defineComponent({
  id: 'spark.transformation.reduce-by-key-and-window',
  title: 'reduceByKeyAndWindow',
  summary: 'Combines the values of each key over a sliding window.',
  docs: [
    'Without an inverse every window is combined again from its batches. With an inverse the new slide is added and the one that left is taken away, which costs as much as one slide.',
    'With an inverse keys never leave: they stay with the neutral value for ever, unless "Drop value" names it. Dropping anything but the neutral value makes a later batch fail, as in Spark.',
    'The inverse must undo the combination exactly: sums and counts can, minimum and maximum cannot. On Spark the form with an inverse needs a checkpoint directory.',
  ],
  icon: 'chart-column-stacked',
  exportType: 'reduceByKeyAndWindow',
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
    inverse: field.expression({
      label: 'Inverse',
      help: 'Takes `b`, which has left the window, out of `a`. Empty combines each window anew.',
      exportKey: 'invReduceFunc',
      returns: 'any',
      scope: 'combine',
      placeholder: 'a - b',
    }),
    windowSeconds,
    slideSeconds,
    dropValue: field.number({
      label: 'Drop value',
      help: 'Keys whose value equals this leave the state (with an inverse only); 0 for sums and counts.',
      exportKey: 'filterFunc',
    }),
  },
  nodeMetrics: inOutMetrics,
});
