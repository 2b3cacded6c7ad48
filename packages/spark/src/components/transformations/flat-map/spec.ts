import { defineComponent, field } from '@sluice/component';
import { dstreamIn, dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.transformation.flat-map',
  title: 'flatMap',
  summary: 'Turns each record into none, one or many records.',
  docs: [
    'The expression gives a list; each item becomes one element of `DStream[T]`, in order. An empty list gives nothing.',
    "Words of a line: `words(value)`. Hashtags of a tweet: `json(value, '$.entities.hashtags[*].text')`.",
  ],
  icon: 'split',
  exportType: 'flatMap',
  inputs: dstreamIn,
  outputs: dstreamOut,
  config: {
    each: field.expression({
      label: 'List',
      help: 'An expression that gives the list of new elements.',
      returns: 'list',
      default: 'words(value)',
      isRequired: true,
    }),
  },
  nodeMetrics: inOutMetrics,
});
