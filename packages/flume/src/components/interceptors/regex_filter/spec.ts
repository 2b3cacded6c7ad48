import { defineComponent, field } from '@sluice/component';

export const spec = defineComponent({
  id: 'flume.interceptor.regex_filter',
  title: 'regex_filter',
  summary: 'Lets only events pass whose body matches a regular expression, or only those that do not.',
  docs: [
    'The expression may match anywhere in the body; anchor it with `^` and `$` to match all of it. The source treats dropped events as delivered.',
    'Embedded runs look at the first 64 KiB of a body.',
  ],
  icon: 'filter',
  exportType: 'regex_filter',
  inputs: [],
  outputs: [],
  attachesTo: 'source',
  config: {
    regex: field.regex({
      label: 'Expression',
      help: 'A Java regular expression, searched anywhere in the body.',
      exportKey: 'regex',
      default: '.*',
    }),
    excludeEvents: field.boolean({
      label: 'Drop matches',
      help: 'On: drops what matches. Off: keeps what matches.',
      exportKey: 'excludeEvents',
      default: false,
    }),
  },
});
