import { lowering } from '@sluice/component';
import { header, headerField, quote } from '../../../semantics/expression-text.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config) => {
  const value = quote(config.value);
  return [
    {
      kind: 'map',
      keep: true,
      assign: [
        {
          field: headerField(config.key),
          value: {
            kind: 'expression',
            text: config.preserveExisting ? `coalesce(${header(config.key)}, ${value})` : value,
            origin: { field: 'value' },
          },
        },
      ],
    },
  ];
});
