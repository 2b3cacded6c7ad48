import { defineComponent, field } from '@sluice/component';
import { confined, functionFields, sparkRunsNoFunctions } from '../../../semantics/function-fields.ts';
import { dstreamIn } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.output.for-each-function',
  title: 'foreachRDD by function',
  summary: 'Calls JavaScript or TypeScript of your own for each record of every batch.',
  docs: [
    'The function is called with `value`, or `key` and `value` of a pair stream, and gives nothing. What it says with `log(...)` is shown among the data and in the log.',
    ...confined,
  ],
  icon: 'braces',
  exportType: 'foreachRDD',
  inputs: dstreamIn,
  outputs: [],
  targets: sparkRunsNoFunctions,
  config: {
    code: field.code({
      label: 'Code',
      help: 'A function of the record; types are optional. The last function of the text is called, or the one after `export default`.',
      shape: 'each',
      isRequired: true,
      default: '(value) => log(value)\n',
    }),
    ...functionFields,
  },
  nodeMetrics: [{ series: 'in', label: 'in' }],
});
