import { type LoweredOperator, lowering } from '@sluice/component';
import { type Span, tupleSchema } from '@sluice/ir';
import { fieldNamed, textOr } from '../../../input-fields.ts';
import { windowOf } from '../../../windows.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config, { input }) => {
  const timestamp = config.measure === 'duration' ? textOr(config.timestampField, '') : '';
  const span = { ...windowOf(config), endField: 'windowEnd' };
  const fields = input?.fields ?? [];
  const mark = markField(fields.map((f) => f.name));
  const watermark: LoweredOperator = {
    kind: 'watermark',
    time: { kind: 'expression', text: timestamp, origin: { field: 'timestampField' } },
    delayMs: Math.round(config.lagSeconds * 1000),
    field: mark,
    schema: tupleSchema([...fields, { name: mark, type: 'integer' }]),
  };
  const count: LoweredOperator = {
    kind: 'aggregate',
    key: config.fields,
    fold: { kind: 'count' },
    scope: {
      kind: 'span',
      span:
        timestamp === ''
          ? span
          : overEventTime(span, { timestamp, mark, everyMs: config.watermarkSeconds * 1000 }),
    },
    result: config.outputField,
    schema: tupleSchema([
      ...config.fields.map((name) => fieldNamed(input, name)),
      { name: 'windowEnd', type: 'integer' },
      { name: config.outputField, type: 'integer' },
    ]),
    outputs: { late: tupleSchema(fields) },
  };
  return timestamp === '' ? [count] : [watermark, count];
});

/** Late is what is behind the watermark, whatever its windows: Storm asks nothing else. */
function overEventTime(
  span: Span,
  {
    timestamp,
    mark,
    everyMs,
  }: { readonly timestamp: string; readonly mark: string; readonly everyMs: number },
): Span {
  return {
    ...span,
    closed: 'end',
    measure: {
      kind: 'event-time',
      time: { kind: 'expression', text: timestamp, origin: { field: 'timestampField' } },
      watermark: { kind: 'expression', text: mark },
      everyMs,
      lateBy: 'watermark',
      lateOutput: 'late',
      isEndless: true,
    },
  };
}

/** A field name the tuple does not have. */
function markField(names: readonly string[]): string {
  let name = 'watermark';
  while (names.includes(name)) name = `${name}_`;
  return name;
}
