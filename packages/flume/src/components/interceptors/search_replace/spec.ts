import { defineComponent, field } from '@sluice/component';

export const spec = defineComponent({
  id: 'flume.interceptor.search_replace',
  title: 'search_replace',
  summary: 'Replaces every match of a regular expression in the body.',
  docs: [
    '`$1` in the replacement stands for what group 1 matched; `\\$` is a dollar sign.',
    'Embedded runs replace in the first 64 KiB of a body and keep the rest as it is.',
  ],
  icon: 'replace',
  exportType: 'search_replace',
  inputs: [],
  outputs: [],
  attachesTo: 'source',
  config: {
    searchPattern: field.regex({
      label: 'Search',
      help: 'A Java regular expression.',
      exportKey: 'searchPattern',
      isRequired: true,
    }),
    replaceString: field.text({
      label: 'Replace with',
      help: 'The replacement, with `$1` for what group 1 matched. Empty removes the matches.',
      exportKey: 'replaceString',
      default: '',
    }),
    charset: field.choice({
      label: 'Character set',
      help: 'Encoding of the body.',
      exportKey: 'charset',
      choices: ['UTF-8'],
      default: 'UTF-8',
      ignoresCase: true,
      isAdvanced: true,
    }),
  },
});
