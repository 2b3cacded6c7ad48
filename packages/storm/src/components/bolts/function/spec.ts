import { defineComponent, field } from '@sluice/component';
import {
  boltInput,
  boltMetrics,
  parallelismFields,
  testingFields,
  tupleOutput,
} from '../../../common-fields.ts';

export const spec = defineComponent({
  id: 'storm.bolt.function',
  title: 'Function',
  summary: 'Runs JavaScript or TypeScript of your own for each tuple.',
  docs: [
    'The function gets the tuple, whose fields are its properties, and `emit`. `emit(...)` takes one value for each output field and gives a new tuple anchored to the one that came in; `emit.to(stream, ...)` does so for one of the other streams it declares. When the function returns, the tuple is acked.',
    'A tuple for which it throws, or computes for too long, or takes too much memory, becomes a dead letter: it is shown in the Dead letters panel with the reason and counted, and the others go on. With "Fail the tuple" it fails instead, and the spout emits its root again.',
    'The code runs in a process of its own that has no files, no network, no environment, no timers and no modules. `log(...)` writes to the log of the run. Variables outside of the function keep their values from tuple to tuple, for each task; they are lost when the process has to be stopped. The time and the random numbers are those of the run.',
    'Types are taken away before the code runs; enums, namespaces and other TypeScript with a meaning of its own are refused.',
  ],
  icon: 'braces',
  inputs: [boltInput],
  outputs: [tupleOutput],
  guarantee: 'at-least-once',
  targets: {
    storm: {
      can: 'no',
      because: 'Storm runs no JavaScript without a multi-language shell; write the bolt in Java.',
    },
  },
  nodeMetrics: boltMetrics,
  config: {
    code: field.code({
      label: 'Code',
      help: 'A function of the tuple and `emit`; types are optional. The last function of the text is called, or the one after `export default`.',
      shape: 'emit',
      outputs: 'outputFields',
      streams: 'outputStreams',
      isRequired: true,
      default: '(tuple, emit) => {\n  emit(...Object.values(tuple));\n}\n',
    }),
    outputFields: field.list({
      label: 'Output fields',
      help: 'Names of the fields `emit` takes values for, in order. `count: integer` also says the type: string, integer, double or boolean.',
      itemLabel: 'Field',
      placeholder: 'as the input',
      default: [],
    }),
    outputStreams: field.list({
      label: 'More streams',
      help: 'Streams besides the default one, each with its fields: `errors(line, count: integer)`. `emit.to("errors", ...)` gives a tuple to one; an edge chooses the stream it takes.',
      itemLabel: 'Stream',
      placeholder: 'none',
      default: [],
    }),
    onError: field.choice({
      label: 'When it fails',
      help: 'What happens to a tuple the function cannot do.',
      choices: ['dead-letter', 'fail'],
      choiceLabels: { 'dead-letter': 'Put it aside', fail: 'Fail the tuple' },
      default: 'dead-letter',
    }),
    timeoutMs: field.integer({
      label: 'Time for a tuple',
      help: 'Computing time the function may take for one tuple before its process is stopped.',
      unit: 'ms',
      default: 1000,
      min: 50,
      max: 60_000,
      isAdvanced: true,
    }),
    ...parallelismFields,
    ...testingFields,
  },
});
