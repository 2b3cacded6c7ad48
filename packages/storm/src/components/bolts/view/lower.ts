import { lowering } from '@sluice/component';
import type { Field } from '@sluice/ir';
import { textOr } from '../../../input-fields.ts';
import { spec } from './spec.ts';

function isNumber(field: Field): boolean {
  return field.type === 'integer' || field.type === 'double';
}

/** Fills in what was left empty from the fields that arrive. */
export const lower = lowering(spec, (config, { input }) => {
  const fields = input?.fields ?? [];
  const valueField = textOr(config.valueField, fields.findLast(isNumber)?.name ?? '');
  const others = fields.map((f) => f.name).filter((name) => name !== valueField);
  const columns = config.columns.length > 0 ? config.columns : others;
  return [
    {
      kind: 'sink',
      run: spec.id,
      config: {
        keyFields: config.keyFields.length > 0 ? config.keyFields : others,
        valueField,
        columns: valueField === '' || columns.includes(valueField) ? columns : [...columns, valueField],
        presentation: config.presentation,
      },
    },
  ];
});
