import { defineComponent, field } from '@sluice/component';
import { sourceMetrics } from '../../../node-metrics.ts';
import { putsEvents } from '../../../ports.ts';

export const spec = defineComponent({
  id: 'flume.source.exec',
  title: 'exec',
  summary: 'Runs a command and turns each line of its standard output into an event.',
  docs: [
    'Without a shell the command is split at blanks, without quoting or globbing. With a shell such as `/bin/sh -c` the whole command is its last argument.',
    'There is no position: lines read when the agent dies, or when a channel refuses a batch, are lost. Use spooldir where lines count.',
    'The embedded runtime runs commands only on a server started with `--allow-exec`.',
  ],
  icon: 'terminal',
  exportType: 'exec',
  inputs: [],
  outputs: putsEvents,
  nodeMetrics: sourceMetrics,
  guarantee: 'None: lines in flight are lost when the process dies or a channel is full.',
  config: {
    command: field.text({
      label: 'Command',
      help: 'The command whose output lines become events.',
      exportKey: 'command',
      isRequired: true,
      placeholder: 'tail -F /var/log/app.log',
    }),
    shell: field.text({
      label: 'Shell',
      help: 'A shell such as `/bin/sh -c`, needed for pipes, quotes and wildcards.',
      exportKey: 'shell',
      placeholder: '/bin/sh -c',
    }),
    restart: field.boolean({
      label: 'Restart',
      help: 'Starts the command again after it has ended.',
      exportKey: 'restart',
      default: false,
      group: 'Restarting',
    }),
    restartThrottle: field.integer({
      label: 'Wait before a restart',
      help: 'Pause before an ended command is started again.',
      exportKey: 'restartThrottle',
      default: 10_000,
      min: 0,
      unit: 'ms',
      group: 'Restarting',
    }),
    batchSize: field.integer({
      label: 'Batch size',
      help: 'Lines put into the channels in one transaction.',
      exportKey: 'batchSize',
      default: 20,
      min: 1,
      unit: 'events',
      group: 'Batches',
    }),
    batchTimeout: field.integer({
      label: 'Longest wait for a batch',
      help: 'A batch that is not full leaves after this time.',
      exportKey: 'batchTimeout',
      default: 3000,
      min: 1,
      unit: 'ms',
      group: 'Batches',
    }),
    logStdErr: field.boolean({
      label: 'Log errors',
      help: "Copies the command's standard error into the agent's log.",
      exportKey: 'logStdErr',
      default: false,
    }),
    charset: field.choice({
      label: 'Character set',
      help: "Encoding of the command's output.",
      exportKey: 'charset',
      choices: ['UTF-8', 'ISO-8859-1', 'US-ASCII'],
      default: 'UTF-8',
      ignoresCase: true,
      isAdvanced: true,
    }),
  },
});
