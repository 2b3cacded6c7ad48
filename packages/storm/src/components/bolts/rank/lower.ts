import { lowering } from '@sluice/component';
import { type Field, type JsonObject, tupleSchema } from '@sluice/ir';
import { textOr } from '../../../input-fields.ts';
import { spec } from './spec.ts';

/** A ranking of rankings replaces the places of the tuples that come in. */
export const lower = lowering(spec, (config, { input }) => {
  const fields = (input?.fields ?? []).filter((f) => f.name !== 'rank');
  const place: Field = { name: 'rank', type: 'integer' };
  return [
    {
      kind: 'script',
      run: spec.id,
      config: {
        ...config,
        objectField: textOr(config.objectField, fields[0]?.name ?? 'obj'),
        fields: fields.map((f) => f.name),
      } as unknown as JsonObject,
      schema: tupleSchema([place, ...fields]),
    },
  ];
});
