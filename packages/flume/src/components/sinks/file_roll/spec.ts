import { defineComponent, field } from '@sluice/component';
import { sinkMetrics } from '../../../node-metrics.ts';
import { leavesFiles, takesEvents } from '../../../ports.ts';

export const spec = defineComponent({
  id: 'flume.sink.file_roll',
  title: 'file_roll',
  summary: 'Writes events to files in a local directory and begins a new file at fixed intervals.',
  docs: [
    'Files are named `<milliseconds of the start>-<number>`, the number counting from 1. The directory must exist.',
    'The interval only marks the file as due; the next batch, also an empty one, changes it, so files without a line appear while nothing arrives.',
    'Embedded runs survive a kill: a line cut off at the end of the last file is removed, and the events of a batch that was not committed are written again.',
  ],
  icon: 'files',
  exportType: 'file_roll',
  inputs: takesEvents,
  outputs: leavesFiles,
  nodeMetrics: sinkMetrics,
  guarantee: 'At least once; after a kill the last batch may be in the files twice.',
  config: {
    directory: field.path({
      label: 'Directory',
      help: 'An existing directory for the files.',
      exportKey: 'sink.directory',
      of: 'directory',
      isRequired: true,
      placeholder: '/var/log/flume',
    }),
    rollInterval: field.integer({
      label: 'New file every',
      help: 'Seconds after which the next batch begins a new file. 0 keeps one file.',
      exportKey: 'sink.rollInterval',
      default: 30,
      min: 0,
      unit: 's',
    }),
    batchSize: field.integer({
      label: 'Batch size',
      help: 'Events written and flushed in one transaction.',
      exportKey: 'sink.batchSize',
      default: 100,
      min: 1,
      unit: 'events',
    }),
    serializer: field.choice({
      label: 'Serializer',
      help: '`TEXT` writes the body and a line end, `HEADER_AND_TEXT` the headers before it.',
      exportKey: 'sink.serializer',
      choices: ['TEXT', 'HEADER_AND_TEXT'],
      default: 'TEXT',
      ignoresCase: true,
      group: 'Format',
    }),
    appendNewline: field.boolean({
      label: 'End each event with a line end',
      help: 'Off writes the bodies one after the other.',
      exportKey: 'sink.serializer.appendNewline',
      default: true,
      group: 'Format',
      isAdvanced: true,
    }),
    pathManager: field.choice({
      label: 'File names',
      help: '`DEFAULT` numbers the files after the start time, `ROLLTIME` puts the time of each file into its name.',
      exportKey: 'sink.pathManager',
      choices: ['DEFAULT', 'ROLLTIME'],
      default: 'DEFAULT',
      ignoresCase: true,
      group: 'File names',
    }),
    prefix: field.text({
      label: 'Prefix',
      help: 'Text before the time in the file name.',
      exportKey: 'sink.pathManager.prefix',
      group: 'File names',
    }),
    extension: field.text({
      label: 'Extension',
      help: 'File extension, without its dot.',
      exportKey: 'sink.pathManager.extension',
      group: 'File names',
    }),
  },
});
