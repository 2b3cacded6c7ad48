import { lowering } from '@sluice/component';
import { pairLike, reduction } from '../../../semantics/element-types.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config, context) => {
  const { fold, type } = reduction(config.combine, undefined, context);
  return [
    {
      kind: 'aggregate',
      key: ['key'],
      fold,
      scope: { kind: 'batch' },
      result: 'value',
      schema: pairLike(context, type),
    },
  ];
});
