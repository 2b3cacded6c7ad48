import { type AppliedConnection, field } from '@sluice/component';
import type { Partitioning } from '@sluice/ir';

/** What is chosen on the edge between two components. */
export const connectionFields = {
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
