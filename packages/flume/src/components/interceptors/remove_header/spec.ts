import { defineComponent, field } from '@sluice/component';

export const spec = defineComponent({
  id: 'flume.interceptor.remove_header',
  title: 'remove_header',
  summary: 'Removes headers by name, from a list, or by a regular expression.',
  docs: [
    'A header goes when any of the three settings names it. Names are compared exactly; the expression must match the whole name.',
  ],
  icon: 'tag',
  exportType: 'remove_header',
  inputs: [],
  outputs: [],
  attachesTo: 'source',
  config: {
    withName: field.text({ label: 'Header', help: 'One header to remove.', exportKey: 'withName' }),
    fromList: field.text({
      label: 'List',
      help: 'Several headers to remove, with the separator between them.',
      exportKey: 'fromList',
      placeholder: 'one, other',
    }),
    fromListSeparator: field.regex({
      label: 'Separator',
      help: 'A Java regular expression for what stands between the names of the list.',
      exportKey: 'fromListSeparator',
      default: '\\s*,\\s*',
      isAdvanced: true,
    }),
    matching: field.regex({
      label: 'Expression',
      help: 'A Java regular expression that must match the whole name of a header to remove.',
      exportKey: 'matching',
    }),
  },
});
