import { defineComponent, field } from '@sluice/component';
import { fieldNamePattern, spoutMetrics, tupleOutput } from '../../../common-fields.ts';

export const spec = defineComponent({
  id: 'storm.spout.file-lines',
  title: 'File lines',
  summary: 'Reads a file and emits each line as one tuple.',
  docs: [
    'The message id is the position of the line. Lines are kept until their roots are acked and emitted again when a root fails or times out. After a restart reading goes on behind the last line of which everything before it was acked.',
    'One task reads the file; spread the work behind it with a shuffle grouping.',
  ],
  icon: 'file-text',
  inputs: [],
  outputs: [tupleOutput],
  guarantee: 'at-least-once',
  nodeMetrics: spoutMetrics,
  config: {
    path: field.path({
      label: 'File',
      help: 'The file to read, UTF-8, one record a line.',
      of: 'file',
      isRequired: true,
      placeholder: 'data/sentences.txt',
    }),
    outputField: field.text({
      label: 'Output field',
      help: 'Name of the tuple field that carries the line.',
      default: 'line',
      isRequired: true,
      pattern: fieldNamePattern,
    }),
    isFollowing: field.boolean({
      label: 'Follow',
      help: 'At the end of the file wait for lines that are appended; otherwise the spout has ended.',
      default: false,
    }),
  },
});
