import { defineComponent, field } from '@sluice/component';
import { dstreamIn } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.output.view',
  title: 'view',
  summary: 'Shows the newest results as a table or as bars in the page.',
  docs: [
    'In a Spark program this is a `foreachRDD` that hands each batch to a dashboard.',
    '"Newest batch" shows what the last batch gave. "Add up" sums the values of equal keys over all batches. "Last records" keeps the newest records.',
  ],
  icon: 'chart-bar',
  exportType: 'foreachRDD',
  inputs: dstreamIn,
  outputs: [],
  config: {
    presentation: field.choice({
      label: 'Show as',
      help: 'Bars suit a key with a number.',
      choices: ['bars', 'table'],
      choiceLabels: { bars: 'Bars', table: 'Table' },
      default: 'bars',
    }),
    keep: field.choice({
      label: 'Keep',
      help: 'What stays from batch to batch.',
      choices: ['newest-batch', 'add-up', 'last-records'],
      choiceLabels: {
        'newest-batch': 'Newest batch',
        'add-up': 'Add up',
        'last-records': 'Last records',
      },
      default: 'newest-batch',
    }),
    order: field.choice({
      label: 'Order',
      help: 'Which row comes first; records without a number stand as they come.',
      choices: ['by-value', 'as-given'],
      choiceLabels: { 'by-value': 'Largest value first', 'as-given': 'As the batch gives them' },
      default: 'by-value',
    }),
    limit: field.integer({
      label: 'Rows',
      help: 'How many rows are shown.',
      default: 10,
      min: 1,
      max: 1000,
      unit: 'rows',
    }),
    columns: field.list({
      label: 'Column titles',
      help: 'Titles in place of `key` and `value`.',
      itemLabel: 'Title',
      default: [],
    }),
  },
  nodeMetrics: [{ series: 'in', label: 'in' }],
});
