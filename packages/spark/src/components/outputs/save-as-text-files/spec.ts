import { defineComponent, field } from '@sluice/component';
import { dstreamIn } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.output.save-as-text-files',
  title: 'saveAsTextFiles',
  summary: 'Writes every batch as a directory of text files.',
  docs: [
    'The directory of a batch is `prefix-TIME_MS[.suffix]` with `part-00000`, one line per record, and an empty `_SUCCESS`. Empty batches make a directory too.',
    'A directory is written under a temporary name and renamed when it is complete. A batch that runs again overwrites its directory, so each result is there once.',
  ],
  icon: 'folder-output',
  exportType: 'saveAsTextFiles',
  inputs: dstreamIn,
  outputs: [],
  config: {
    prefix: field.path({
      label: 'Prefix',
      help: 'Path and first part of the name of every directory.',
      exportKey: 'prefix',
      of: 'directory',
      isRequired: true,
      placeholder: 'out/counts',
    }),
    suffix: field.text({
      label: 'Suffix',
      help: 'Last part of the name, after a dot.',
      exportKey: 'suffix',
      placeholder: 'txt',
      pattern: { source: '[^/\\\\]*', message: 'no slashes' },
    }),
  },
  guarantee:
    'Effectively exactly-once: the name is the batch time, and a repeated batch replaces its directory.',
  nodeMetrics: [{ series: 'in', label: 'in' }],
});
