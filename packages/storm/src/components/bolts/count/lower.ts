import { lowering } from '@sluice/component';
import { tupleSchema } from '@sluice/ir';
import { fieldNamed } from '../../../input-fields.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config, { input }) => {
  const key = config.fields.length > 0 ? config.fields : (input?.fields ?? []).map((f) => f.name);
  return [
    {
      kind: 'aggregate',
      key,
      fold: { kind: 'count' },
      scope: { kind: 'record' },
      result: config.outputField,
      schema: tupleSchema([
        ...key.map((name) => fieldNamed(input, name)),
        { name: config.outputField, type: 'integer' },
      ]),
    },
  ];
});
