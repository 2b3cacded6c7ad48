import { lowering } from '@sluice/component';
import { pairLike, reduction } from '../../../semantics/element-types.ts';
import { toMs } from '../../../semantics/window-fields.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config, context) => {
  const inverse = config.inverse === undefined || config.inverse.trim() === '' ? undefined : config.inverse;
  const { fold, type } = reduction(config.combine, inverse, context);
  return [
    {
      kind: 'aggregate',
      key: ['key'],
      fold,
      scope: {
        kind: 'window',
        lengthMs: toMs(config.windowSeconds),
        slideMs: toMs(config.slideSeconds),
        incremental: inverse !== undefined,
        ...(config.dropValue === undefined ? {} : { dropValue: config.dropValue }),
      },
      result: 'value',
      schema: pairLike(context, type),
    },
  ];
});
