import { lowering } from '@sluice/component';
import { tupleSchema } from '@sluice/ir';
import { quote } from '../../../expression-text.ts';
import { firstField, textOr } from '../../../input-fields.ts';
import { spec } from './spec.ts';

/** Never part of a text: stands for the matches of a regular expression until the text is cut. */
const mark = '\u0001';

function partsOf(name: string, separator: string): string {
  if (separator === '' || separator === '\\s+') return `words(${name})`;
  const isLiteral = !/[\\^$.|?*+()[\]{}]/.test(separator);
  if (isLiteral) return `split(${name}, ${quote(separator)})`;
  return `split(replace(${name}, ${quote(separator)}, ${quote(mark)}), ${quote(mark)})`;
}

export const lower = lowering(spec, (config, { input }) => {
  const output = { name: config.outputField, type: 'string' } as const;
  return [
    {
      kind: 'flat-map',
      each: {
        kind: 'expression',
        text: partsOf(textOr(config.field, firstField(input, 'line')), config.separator ?? ''),
      },
      field: output,
      schema: tupleSchema([output]),
    },
  ];
});
