import { defineComponent, field } from '@sluice/component';
import {
  boltInput,
  boltMetrics,
  fieldNamePattern,
  parallelismFields,
  testingFields,
  tupleOutput,
} from '../../../common-fields.ts';

export const spec = defineComponent({
  id: 'storm.bolt.split',
  title: 'Split',
  summary: 'Splits a text field and emits one tuple for each part.',
  docs: [
    'Without a separator the text is cut at white space and there are no empty parts. With one it is cut wherever the separator matches, and empty parts stay.',
    'Every part is anchored to the tuple it came from: the root is finished when all of them are.',
  ],
  icon: 'split',
  inputs: [boltInput],
  outputs: [tupleOutput],
  guarantee: 'at-least-once',
  nodeMetrics: boltMetrics,
  config: {
    field: field.text({
      label: 'Field',
      help: 'The field to split. Left empty: the first field of the tuple.',
      pattern: fieldNamePattern,
      placeholder: 'first field',
    }),
    separator: field.regex({
      label: 'Separator',
      help: 'A regular expression. Left empty: white space.',
    }),
    outputField: field.text({
      label: 'Output field',
      help: 'Name of the field that carries each part.',
      default: 'word',
      isRequired: true,
      pattern: fieldNamePattern,
    }),
    ...parallelismFields,
    ...testingFields,
  },
});
