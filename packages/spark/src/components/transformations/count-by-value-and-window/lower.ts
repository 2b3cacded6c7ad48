import { lowering } from '@sluice/component';
import { pairSchema } from '@sluice/ir';
import { valueAsKey } from '../../../semantics/element-types.ts';
import { toMs } from '../../../semantics/window-fields.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config, context) => {
  const { operator, type } = valueAsKey(context.input);
  return [
    operator,
    {
      kind: 'aggregate',
      key: ['key'],
      fold: { kind: 'count' },
      scope: {
        kind: 'window',
        lengthMs: toMs(config.windowSeconds),
        slideMs: toMs(config.slideSeconds),
        incremental: true,
        dropValue: 0,
      },
      result: 'value',
      schema: pairSchema(type, 'integer'),
    },
  ];
});
