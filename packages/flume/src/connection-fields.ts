import { attachedTo, type Drawing, type DrawnConnection, field, kindOf } from '@sluice/component';

/** What is chosen on the edge from a source to a channel. */
export const connectionFields = {
  when: field.list({
    label: 'Values',
    help: 'With a multiplexing selector: values of its header that lead here.',
    itemLabel: 'value',
    default: [],
  }),
  isDefault: field.boolean({
    label: 'Default',
    help: 'With a multiplexing selector: takes events whose value no connection names.',
    default: false,
  }),
  isOptional: field.boolean({
    label: 'Optional',
    help: 'The source does not wait for this channel: when it refuses an event, that copy is dropped.',
    default: false,
  }),
  optionalWhen: field.list({
    label: 'Optional values',
    help: 'With a multiplexing selector: values that lead here without the source waiting for it.',
    itemLabel: 'value',
    default: [],
    isAdvanced: true,
  }),
} as const;

/**
 * A channel gives every event to its sink: nothing to choose. From a source, a channel may be optional; only a
 * multiplexing selector asks for values.
 */
export function fieldsOf(
  { from }: DrawnConnection,
  drawing: Drawing,
): readonly (keyof typeof connectionFields)[] {
  if (kindOf(drawing.components[from.component]?.type ?? '') !== 'source' || from.port !== 'out') return [];
  const isMultiplexing = attachedTo(drawing, from.component).some(
    (id) => drawing.components[id]?.type === 'flume.selector.multiplexing',
  );
  return isMultiplexing ? ['when', 'isDefault', 'isOptional', 'optionalWhen'] : ['isOptional'];
}
