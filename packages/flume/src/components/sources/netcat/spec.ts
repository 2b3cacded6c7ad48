import { defineComponent, field } from '@sluice/component';
import { sourceMetrics } from '../../../node-metrics.ts';
import { putsEvents } from '../../../ports.ts';

export const spec = defineComponent({
  id: 'flume.source.netcat',
  title: 'netcat',
  summary: 'Listens on a TCP port and turns each line it is sent into an event.',
  docs: [
    'Each line is one transaction of one event; the sender gets `OK` when every required channel has taken it, or `FAILED: reason` when one refused. A refused line is lost, the connection stays.',
    'A carriage return before the line end stays in the body. Text after the last line end is dropped when the connection closes. An empty line is an event with an empty body.',
    'A line that does not fit into the line buffer is answered with `FAILED: Event exceeds the maximum length` and the connection is closed.',
    'The embedded runtime listens on loopback addresses only, unless the server allows others, and serves at most 512 connections at once.',
  ],
  icon: 'plug',
  exportType: 'netcat',
  inputs: [],
  outputs: putsEvents,
  nodeMetrics: sourceMetrics,
  guarantee: 'A line answered with OK is in the channels; a line without an answer may or may not be.',
  config: {
    bind: field.text({
      label: 'Bind address',
      help: 'Address or host name to listen on. `localhost` is reachable from this machine only.',
      exportKey: 'bind',
      default: 'localhost',
      isRequired: true,
      placeholder: 'localhost',
    }),
    port: field.integer({
      label: 'Port',
      help: 'TCP port to listen on.',
      exportKey: 'port',
      default: 44444,
      isRequired: true,
      min: 1,
      max: 65535,
    }),
    maxLineLength: field.integer({
      label: 'Longest line',
      help: 'Characters a line may have, its line end included.',
      exportKey: 'max-line-length',
      default: 512,
      min: 1,
      max: 1_048_576,
      unit: 'characters',
    }),
    ackEveryEvent: field.boolean({
      label: 'Answer each line',
      help: 'Sends OK back for each line the channels have taken.',
      exportKey: 'ack-every-event',
      default: true,
    }),
    encoding: field.choice({
      label: 'Encoding',
      help: 'Character set of the lines that arrive.',
      exportKey: 'encoding',
      choices: ['utf-8', 'iso-8859-1', 'us-ascii'],
      default: 'utf-8',
      ignoresCase: true,
      isAdvanced: true,
    }),
  },
});
