import { lowering } from '@sluice/component';
import { tupleSchema } from '@sluice/ir';
import { fieldNamed, firstField, textOr } from '../../../input-fields.ts';
import { spec } from './spec.ts';

/** Field names are those of storm-starter's bolt. */
export const lower = lowering(spec, (config, { input }) => {
  const counted = textOr(config.field, firstField(input, 'word'));
  const obj = { name: 'obj', type: fieldNamed(input, counted).type };
  const count = { name: 'count', type: 'integer' } as const;
  const length = { name: 'actualWindowLengthInSeconds', type: 'integer' } as const;
  return [
    {
      kind: 'map',
      assign: [{ field: obj, value: { kind: 'expression', text: counted, origin: { field: 'field' } } }],
      keep: false,
      schema: tupleSchema([obj]),
    },
    {
      kind: 'aggregate',
      key: ['obj'],
      fold: { kind: 'count' },
      scope: {
        kind: 'rolling',
        lengthMs: config.windowSeconds * 1000,
        slideMs: config.emitFrequencySeconds * 1000,
      },
      result: 'count',
      schema: tupleSchema([obj, count]),
    },
    {
      kind: 'map',
      assign: [{ field: length, value: { kind: 'expression', text: String(config.windowSeconds) } }],
      keep: true,
      schema: tupleSchema([obj, count, length]),
    },
  ];
});
