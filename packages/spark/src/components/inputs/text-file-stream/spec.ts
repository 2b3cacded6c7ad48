import { defineComponent, field } from '@sluice/component';
import { dstreamOut } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.input.text-file-stream',
  title: 'textFileStream',
  summary: 'Reads the lines of files that appear in a directory.',
  docs: [
    'At each batch the directory is listed. A file is read once, by the batch in whose time its modification time falls; names that start with a dot are ignored, and so are folders.',
    'Files must appear whole: write them elsewhere on the same disk and rename them into the directory. What is appended later is not seen.',
    'Each file is looked for during at least 60 s after its modification time.',
  ],
  icon: 'folder-input',
  exportType: 'textFileStream',
  inputs: [{ name: 'files', carries: 'link.directory' }],
  outputs: dstreamOut,
  config: {
    directory: field.path({
      label: 'Directory',
      help: 'The folder to watch. Files in folders inside it are not read.',
      exportKey: 'directory',
      of: 'directory',
      isRequired: true,
      placeholder: 'data/incoming',
    }),
    newFilesOnly: field.boolean({
      label: 'New files only',
      help: 'Ignores files that were there before the start.',
      exportKey: 'newFilesOnly',
      default: true,
      isAdvanced: true,
    }),
  },
  guarantee: 'Exactly-once into the stream as long as the files stay.',
  nodeMetrics: [{ series: 'out', label: 'records' }],
});
