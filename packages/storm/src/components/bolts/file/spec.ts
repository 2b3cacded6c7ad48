import { defineComponent, field } from '@sluice/component';
import { boltInput, boltMetrics, testingFields } from '../../../common-fields.ts';

export const spec = defineComponent({
  id: 'storm.bolt.file',
  title: 'File',
  summary: 'Appends each tuple as a line to a file.',
  docs: [
    'A tuple is acked when the line has been handed to the operating system. Replayed tuples are written again: the file may hold a line more than once, but lacks none.',
  ],
  icon: 'hard-drive',
  inputs: [boltInput],
  outputs: [],
  guarantee: 'at-least-once',
  nodeMetrics: boltMetrics,
  config: {
    path: field.path({
      label: 'File',
      help: 'The file lines are appended to; made when it is not there.',
      of: 'file',
      isRequired: true,
      placeholder: 'out/words.txt',
    }),
    fields: field.list({
      label: 'Fields',
      help: 'Fields of a line, in order. Left empty: all fields of the tuple.',
      placeholder: 'all fields',
      default: [],
      itemLabel: 'Field',
    }),
    separator: field.text({
      label: 'Separator',
      help: 'Stands between the fields of a line. `\\t` is a tab.',
      default: '\\t',
    }),
    ...testingFields,
  },
});
