import { defineComponent, field } from '@sluice/component';
import { dstreamOut } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.input.socket-text-stream',
  title: 'socketTextStream',
  summary: 'Connects to a TCP server and reads UTF-8 lines from it.',
  docs: [
    'Spark is the client: start the server first, for example `nc -lk 9999`. A failed connection, the end of the stream or an error makes the receiver restart after 2,000 ms.',
    'Every line is one record of `DStream[String]`. Lines are collected into a block each block interval; a batch gets the blocks that were finished before it was made.',
    'On Spark the receiver occupies one core for ever: `local[n]` needs more cores than receivers.',
  ],
  icon: 'plug',
  exportType: 'socketTextStream',
  inputs: [],
  outputs: dstreamOut,
  config: {
    hostname: field.text({
      label: 'Host name',
      help: 'The server to connect to.',
      exportKey: 'hostname',
      default: 'localhost',
      isRequired: true,
    }),
    port: field.integer({
      label: 'Port',
      help: 'The TCP port the server listens on.',
      exportKey: 'port',
      default: 9999,
      min: 1,
      max: 65535,
    }),
  },
  guarantee: 'At-most-once for lines not yet in a finished block; at-least-once from there.',
  nodeMetrics: [{ series: 'out', label: 'records' }],
});
