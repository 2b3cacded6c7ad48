import { defineComponent, field } from '@sluice/component';
import { confined, functionFields, sparkRunsNoFunctions } from '../../../semantics/function-fields.ts';
import { dstreamIn, dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.transformation.filter-function',
  title: 'filter by function',
  summary: 'Keeps the records for which JavaScript or TypeScript of your own says so.',
  docs: [
    'The function is called with `value`, or `key` and `value` of a pair stream. Records for which it gives true go on. The type of the stream stays.',
    ...confined,
  ],
  icon: 'funnel',
  exportType: 'filter',
  inputs: dstreamIn,
  outputs: dstreamOut,
  targets: sparkRunsNoFunctions,
  config: {
    code: field.code({
      label: 'Code',
      help: 'A function of the record; types are optional. The last function of the text is called, or the one after `export default`.',
      shape: 'filter',
      isRequired: true,
      default: '(value) => true\n',
    }),
    ...functionFields,
  },
  nodeMetrics: inOutMetrics,
});
