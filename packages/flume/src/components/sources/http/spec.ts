import { defineComponent, field } from '@sluice/component';
import { sourceMetrics } from '../../../node-metrics.ts';
import { putsEvents } from '../../../ports.ts';

export const spec = defineComponent({
  id: 'flume.source.http',
  title: 'http',
  summary: 'Accepts events over HTTP, a JSON array of them in each request.',
  docs: [
    'A request to any path carries `[{"headers": {"name": "value"}, "body": "text"}]`. All events of a request are one transaction.',
    'The answer is 200 when every required channel has taken them, 400 when the request is not such an array, 503 when a channel refused, 500 otherwise. After 503 the client sends the request again.',
    'The embedded runtime listens on loopback addresses only, unless the server allows others; a request body may have 1 MiB.',
  ],
  icon: 'globe',
  exportType: 'http',
  inputs: [],
  outputs: putsEvents,
  nodeMetrics: sourceMetrics,
  guarantee: 'A request answered with 200 is in the channels; a repeated request may come twice.',
  config: {
    port: field.integer({
      label: 'Port',
      help: 'TCP port to listen on.',
      exportKey: 'port',
      isRequired: true,
      min: 1,
      max: 65535,
    }),
    bind: field.text({
      label: 'Bind address',
      help: 'Address to listen on. `0.0.0.0` means all addresses; embedded runs accept `localhost` only unless the server allows more.',
      exportKey: 'bind',
      default: '0.0.0.0',
      placeholder: 'localhost',
    }),
    handler: field.choice({
      label: 'Handler',
      help: 'What turns a request into events.',
      exportKey: 'handler',
      choices: ['org.apache.flume.source.http.JSONHandler'],
      choiceLabels: { 'org.apache.flume.source.http.JSONHandler': 'JSON array' },
      default: 'org.apache.flume.source.http.JSONHandler',
      isAdvanced: true,
    }),
  },
});
