import { field } from '@sluice/component';

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
