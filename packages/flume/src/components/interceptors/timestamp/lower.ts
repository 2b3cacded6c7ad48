import { lowering } from '@sluice/component';
import { headerField } from '../../../semantics/expression-text.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config) => {
  const field = headerField(config.headerName);
  return [
    {
      kind: 'map',
      keep: true,
      assign: [
        {
          field,
          value: {
            kind: 'builtin',
            name: 'now',
            parameters: config.preserveExisting ? { keep: field.name } : {},
          },
        },
      ],
    },
  ];
});
