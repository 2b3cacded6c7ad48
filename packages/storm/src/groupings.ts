import { type AppliedConnection, type Drawing, type DrawnConnection, field } from '@sluice/component';
import type { Partitioning } from '@sluice/ir';

/** What is chosen on the edge between two components. */
export const connectionFields = {
  stream: field.text({
    label: 'Stream',
    help: 'The stream of the sending bolt to take, one of those it declares.',
    placeholder: 'default',
  }),
  grouping: field.choice({
    label: 'Grouping',
    help: 'How tuples are spread over the tasks of the receiving bolt.',
    choices: ['shuffle', 'fields', 'partial_key', 'all', 'global'],
    default: 'shuffle',
    choiceLabels: {
      shuffle: 'Shuffle: evenly, in turn',
      fields: 'Fields: equal values to the same task',
      partial_key: 'Partial key: equal values to one of two tasks, the less loaded',
      all: 'All: every task gets each tuple',
      global: 'Global: the task with the lowest id',
    },
  }),
  fields: field.list({
    label: 'Fields',
    help: 'Fields of the sending stream whose values pick the task; for the fields and partial key groupings.',
    default: [],
    itemLabel: 'Field',
  }),
} as const;

/** A stream is chosen where the sending bolt declares more than one. */
export function fieldsOf(
  { from }: DrawnConnection,
  { components }: Drawing,
): readonly (keyof typeof connectionFields)[] {
  const streams = components[from.component]?.config.outputStreams;
  const hasStreams = Array.isArray(streams) && streams.length > 0;
  return [...(hasStreams ? (['stream'] as const) : []), 'grouping', 'fields'];
}

/** The stream a connection takes, where it names one. */
export function streamOf({ config }: AppliedConnection): string | undefined {
  const { stream } = config;
  return typeof stream === 'string' && stream !== '' && stream !== 'default' ? stream : undefined;
}

/** Groupings that read field values. */
export function isByFields(grouping: unknown): boolean {
  return grouping === 'fields' || grouping === 'partial_key';
}

/** The field names of a grouping. */
export function groupingFields(connection: AppliedConnection): readonly string[] {
  const { fields } = connection.config;
  return Array.isArray(fields) ? fields.filter((f): f is string => typeof f === 'string') : [];
}

/** What a grouping means in the program. */
export function partitioningOf(connection: AppliedConnection): Partitioning {
  switch (connection.config.grouping) {
    case 'fields':
      return { kind: 'hash', fields: groupingFields(connection), function: 'java' };
    case 'partial_key':
      return { kind: 'partial-hash', fields: groupingFields(connection) };
    case 'all':
      return { kind: 'broadcast' };
    case 'global':
      return { kind: 'global' };
    default:
      return { kind: 'shuffle' };
  }
}
