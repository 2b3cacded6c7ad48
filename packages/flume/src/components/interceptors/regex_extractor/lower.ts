import { lowering } from '@sluice/component';
import { header, headerField, quote } from '../../../semantics/expression-text.ts';
import { translateJavaRegex } from '../../../semantics/java-regex.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config) => {
  const { source, groups } = translateJavaRegex(config.regex);
  const pattern = quote(source);
  return [
    {
      kind: 'map',
      keep: true,
      // More headers than groups: the rest is never set, as in Flume.
      assign: config.headers.slice(0, groups).map((name, index) => ({
        field: headerField(name),
        value: {
          kind: 'expression',
          // Flume sets null for a group that took no part in the match; here the header keeps what it had.
          text: `coalesce(extract(body, ${pattern}, ${index + 1}), ${header(name)})`,
          origin: { field: 'regex' },
        },
      })),
    },
  ];
});
