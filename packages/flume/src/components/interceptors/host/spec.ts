import { defineComponent, field } from '@sluice/component';

export const spec = defineComponent({
  id: 'flume.interceptor.host',
  title: 'host',
  summary: 'Puts the address or name of the machine the agent runs on into a header.',
  docs: ['Every event of a run gets the same value.'],
  icon: 'server',
  exportType: 'host',
  inputs: [],
  outputs: [],
  attachesTo: 'source',
  config: {
    useIP: field.boolean({
      label: 'Address',
      help: 'On: the IP address. Off: the host name.',
      exportKey: 'useIP',
      default: true,
    }),
    hostHeader: field.text({
      label: 'Header',
      help: 'Header that receives the value.',
      exportKey: 'hostHeader',
      default: 'host',
    }),
    preserveExisting: field.boolean({
      label: 'Keep an existing value',
      help: 'Leaves the header alone when the event has it already.',
      exportKey: 'preserveExisting',
      default: false,
    }),
  },
});
