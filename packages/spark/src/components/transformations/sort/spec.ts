import { defineComponent, field } from '@sluice/component';
import { dstreamIn, dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.transformation.sort',
  title: 'transform: sort + take',
  summary: 'Sorts each batch and keeps its first records.',
  docs: [
    'In Spark this is `transform(rdd => rdd.sortBy(...))` followed by `take(n)`. It works batch by batch (slide by slide on a windowed stream); the type of the stream stays.',
    'Records that compare equal come in the order in which they arrived.',
  ],
  icon: 'arrow-down-wide-narrow',
  exportType: 'transform',
  inputs: dstreamIn,
  outputs: dstreamOut,
  config: {
    by: field.expression({
      label: 'Sort by',
      help: 'An expression over the record: `value` is the count of a counted pair.',
      returns: 'any',
      default: 'value',
      isRequired: true,
    }),
    order: field.choice({
      label: 'Order',
      help: 'Which end comes first.',
      choices: ['descending', 'ascending'],
      choiceLabels: { descending: 'Largest first', ascending: 'Smallest first' },
      default: 'descending',
    }),
    take: field.integer({
      label: 'Take',
      help: 'How many records each batch keeps.',
      default: 10,
      min: 1,
      unit: 'records',
    }),
  },
  nodeMetrics: inOutMetrics,
});
