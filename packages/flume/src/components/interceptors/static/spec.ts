import { defineComponent, field } from '@sluice/component';

export const spec = defineComponent({
  id: 'flume.interceptor.static',
  title: 'static',
  summary: 'Puts one fixed value into a header.',
  docs: ['Use several of them for several headers.'],
  icon: 'tag',
  exportType: 'static',
  inputs: [],
  outputs: [],
  attachesTo: 'source',
  config: {
    key: field.text({ label: 'Header', help: 'Header to set.', exportKey: 'key', default: 'key' }),
    value: field.text({ label: 'Value', help: 'Its value.', exportKey: 'value', default: 'value' }),
    preserveExisting: field.boolean({
      label: 'Keep an existing value',
      help: 'Leaves the header alone when the event has it already.',
      exportKey: 'preserveExisting',
      default: true,
    }),
  },
});
