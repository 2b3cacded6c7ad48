import { defineComponent, field } from '@sluice/component';

export const spec = defineComponent({
  id: 'flume.interceptor.timestamp',
  title: 'timestamp',
  summary: 'Puts the time of arrival into a header.',
  docs: [
    'The value is milliseconds since 1970 in decimal digits. The hdfs sink reads the header `timestamp` for the time escapes of its path.',
  ],
  icon: 'clock',
  exportType: 'timestamp',
  inputs: [],
  outputs: [],
  attachesTo: 'source',
  config: {
    headerName: field.text({
      label: 'Header',
      help: 'Header that receives the time.',
      exportKey: 'headerName',
      default: 'timestamp',
    }),
    preserveExisting: field.boolean({
      label: 'Keep an existing value',
      help: 'Leaves the header alone when the event has it already.',
      exportKey: 'preserveExisting',
      default: false,
    }),
  },
});
