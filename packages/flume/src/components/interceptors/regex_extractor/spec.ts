import { defineComponent, field } from '@sluice/component';

export const spec = defineComponent({
  id: 'flume.interceptor.regex_extractor',
  title: 'regex_extractor',
  summary: 'Puts what the groups of a regular expression match in the body into headers.',
  docs: [
    'The first match counts. Group 1 goes to the first header, group 2 to the second, and so on; events without a match stay as they are.',
    'Embedded runs look at the first 64 KiB of a body.',
  ],
  icon: 'scan-text',
  exportType: 'regex_extractor',
  inputs: [],
  outputs: [],
  attachesTo: 'source',
  config: {
    regex: field.regex({
      label: 'Expression',
      help: 'A Java regular expression with at least one group.',
      exportKey: 'regex',
      isRequired: true,
    }),
    headers: field.list({
      label: 'Headers',
      help: 'Header for each group, in order. In the Flume text these are the names of the `serializers`.',
      itemLabel: 'header',
      default: [],
      isRequired: true,
    }),
  },
});
