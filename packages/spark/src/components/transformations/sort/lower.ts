import { lowering } from '@sluice/component';
import { expressionOf } from '../../../semantics/logic.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config, context) => [
  {
    kind: 'aggregate',
    key: [],
    fold: {
      kind: 'top-k',
      by: expressionOf(config.by, 'by'),
      descending: config.order === 'descending',
      limit: config.take,
    },
    scope: { kind: 'batch' },
    result: '',
    ...(context.input === undefined ? {} : { schema: context.input }),
  },
]);
