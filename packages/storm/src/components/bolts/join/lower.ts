import { lowering } from '@sluice/component';
import { type JoinSide, type Schema, tupleSchema } from '@sluice/ir';
import { fieldNamed, firstField, textOr } from '../../../input-fields.ts';
import { windowOf } from '../../../windows.ts';
import { spec } from './spec.ts';

/** The operator names the key by itself; a tuple has it under the names its streams gave it. */
const keyName = 'joinKey';

export const lower = lowering(spec, (config, { inputs, input }) => {
  const [left, right] = [inputs?.left ?? input, inputs?.right];
  const taken = new Set((left?.fields ?? []).map((f) => f.name));
  const sides = {
    left: sideOf('left', textOr(config.leftField, firstField(left, 'key')), left, (name) => name),
    right: sideOf('right', textOr(config.rightField, firstField(right, 'key')), right, (name) =>
      taken.has(name) ? `right_${name}` : name,
    ),
  };
  const fields = [...sides.left.values, ...sides.right.values].map(({ field }) => field);
  return [
    {
      kind: 'join',
      type: config.type,
      ...sides,
      key: keyName,
      scope: { kind: 'span', span: windowOf(config) },
      schema: tupleSchema([{ name: keyName, type: 'any' }, ...fields]),
    },
    {
      kind: 'map',
      assign: fields.map((field) => ({ field, value: { kind: 'expression', text: field.name } })),
      keep: false,
      schema: tupleSchema(fields),
    },
  ];
});

function sideOf(
  port: 'left' | 'right',
  key: string,
  schema: Schema | undefined,
  rename: (name: string) => string,
): JoinSide {
  return {
    input: port,
    key: { kind: 'expression', text: key, origin: { field: `${port}Field` } },
    values: (schema?.fields ?? []).map(({ name }) => ({
      field: { name: rename(name), type: fieldNamed(schema, name).type },
      value: { kind: 'expression', text: name },
    })),
  };
}
