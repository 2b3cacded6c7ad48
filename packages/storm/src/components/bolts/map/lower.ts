import { lowering } from '@sluice/component';
import { tupleSchema } from '@sluice/ir';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config, { input, typeOf }) => {
  const assign = config.assign.map((a) => ({
    field: { name: a.name, type: typeOf(a.value) },
    value: { kind: 'expression', text: a.value, origin: { field: 'assign' } } as const,
  }));
  const kept = config.isKeeping
    ? (input?.fields ?? []).filter((f) => !assign.some((a) => a.field.name === f.name))
    : [];
  return [
    {
      kind: 'map',
      assign,
      keep: config.isKeeping,
      schema: tupleSchema([...kept, ...assign.map((a) => a.field)]),
    },
  ];
});
