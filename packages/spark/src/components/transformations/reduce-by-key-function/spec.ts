import { defineComponent, field } from '@sluice/component';
import { confined, functionFields, sparkRunsNoFunctions } from '../../../semantics/function-fields.ts';
import { dstreamIn, dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.transformation.reduce-by-key-function',
  title: 'reduceByKey by function',
  summary: 'Combines the values of each key within a batch with JavaScript or TypeScript of your own.',
  docs: [
    'The function is called with `a` and `b`. It joins two values of one key. Every batch starts anew; the combination must be associative and commutative, as parts of a batch are combined first.',
    ...confined,
  ],
  icon: 'combine',
  exportType: 'reduceByKey',
  inputs: dstreamIn,
  outputs: dstreamOut,
  targets: sparkRunsNoFunctions,
  config: {
    code: field.code({
      label: 'Code',
      help: 'A function of the record; types are optional. The last function of the text is called, or the one after `export default`.',
      shape: 'reduce',
      isRequired: true,
      default: '(a, b) => a + b\n',
    }),
    ...functionFields,
  },
  nodeMetrics: inOutMetrics,
});
