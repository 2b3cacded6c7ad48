import { lowering } from '@sluice/component';
import { quote } from '../../../semantics/expression-text.ts';
import { translateJavaRegex, translateReplacement } from '../../../semantics/java-regex.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config) => {
  const { source, groups } = translateJavaRegex(config.searchPattern, { isReplaced: true });
  const { text } = translateReplacement(config.replaceString, groups);
  return [
    {
      kind: 'map',
      keep: true,
      assign: [
        {
          field: { name: 'body', type: 'bytes' },
          value: {
            kind: 'expression',
            text: `replace(body, ${quote(source)}, ${quote(text)})`,
            origin: { field: 'searchPattern' },
          },
        },
      ],
    },
  ];
});
