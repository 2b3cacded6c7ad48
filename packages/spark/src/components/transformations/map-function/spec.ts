import { defineComponent, field } from '@sluice/component';
import { confined, functionFields, sparkRunsNoFunctions } from '../../../semantics/function-fields.ts';
import { dstreamIn, dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.transformation.map-function',
  title: 'map by function',
  summary: 'Turns each record into one other record with JavaScript or TypeScript of your own.',
  docs: [
    'The function is called with `value`, or `key` and `value` of a pair stream. It gives the new element of `DStream[T]`.',
    ...confined,
  ],
  icon: 'arrow-right-left',
  exportType: 'map',
  inputs: dstreamIn,
  outputs: dstreamOut,
  targets: sparkRunsNoFunctions,
  config: {
    code: field.code({
      label: 'Code',
      help: 'A function of the record; types are optional. The last function of the text is called, or the one after `export default`.',
      shape: 'map',
      isRequired: true,
      default: '(value) => value\n',
    }),
    ...functionFields,
  },
  nodeMetrics: inOutMetrics,
});
