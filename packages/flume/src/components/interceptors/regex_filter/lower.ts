import { lowering } from '@sluice/component';
import { quote } from '../../../semantics/expression-text.ts';
import { translateJavaRegex } from '../../../semantics/java-regex.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config) => {
  const found = `matches(body, ${quote(translateJavaRegex(config.regex).source)})`;
  return [
    {
      kind: 'filter',
      predicate: {
        kind: 'expression',
        text: config.excludeEvents ? `not ${found}` : found,
        origin: { field: 'regex' },
      },
    },
  ];
});
