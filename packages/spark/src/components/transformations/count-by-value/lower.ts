import { lowering } from '@sluice/component';
import { pairSchema } from '@sluice/ir';
import { valueAsKey } from '../../../semantics/element-types.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (_config, context) => {
  const { operator, type } = valueAsKey(context.input);
  return [
    operator,
    {
      kind: 'aggregate',
      key: ['key'],
      fold: { kind: 'count' },
      scope: { kind: 'batch' },
      result: 'value',
      schema: pairSchema(type, 'integer'),
    },
  ];
});
