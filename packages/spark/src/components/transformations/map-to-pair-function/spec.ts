import { defineComponent, field } from '@sluice/component';
import { confined, functionFields, sparkRunsNoFunctions } from '../../../semantics/function-fields.ts';
import { dstreamIn, dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.transformation.map-to-pair-function',
  title: 'mapToPair by function',
  summary: 'Turns each record into a key with a value, with JavaScript or TypeScript of your own.',
  docs: [
    'The function is called with `value`, or `key` and `value` of a pair stream. It gives a list of two, `[key, value]`: the new pair of `DStream[(K, V)]`.',
    ...confined,
  ],
  icon: 'key-round',
  exportType: 'mapToPair',
  inputs: dstreamIn,
  outputs: dstreamOut,
  targets: sparkRunsNoFunctions,
  config: {
    code: field.code({
      label: 'Code',
      help: 'A function of the record; types are optional. The last function of the text is called, or the one after `export default`.',
      shape: 'map',
      gives: 'pair',
      isRequired: true,
      default: '(value) => [value, 1]\n',
    }),
    ...functionFields,
  },
  nodeMetrics: inOutMetrics,
});
