import { defineComponent, field } from '@sluice/component';
import { dstreamIn, dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.transformation.update-state-by-key',
  title: 'updateStateByKey',
  summary: 'Keeps one value per key from batch to batch and gives all of them in every batch.',
  docs: [
    'The state of a key starts with its first value and never leaves. Each batch gives the whole state, also keys that did not change, so a batch costs as much as there are keys.',
    'On Spark it needs a checkpoint directory.',
  ],
  icon: 'database',
  exportType: 'updateStateByKey',
  inputs: dstreamIn,
  outputs: dstreamOut,
  config: {
    fold: field.choice({
      label: 'Update',
      help: 'How new values change the state of their key.',
      choices: ['sum', 'count', 'min', 'max', 'mean', 'last', 'combine'],
      choiceLabels: {
        sum: 'Sum of all values',
        count: 'Number of values',
        min: 'Smallest value',
        max: 'Largest value',
        mean: 'Mean of all values',
        last: 'Last value',
        combine: 'Combine by expression',
      },
      default: 'sum',
    }),
    combine: field.expression({
      label: 'Combine',
      help: 'For "Combine by expression": `a` is the state and `b` a new value.',
      returns: 'any',
      scope: 'combine',
      default: 'a + b',
    }),
  },
  nodeMetrics: inOutMetrics,
});
