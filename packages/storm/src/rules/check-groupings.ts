import type { AppliedComponent, AppliedConnection, AppliedSystem } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';
import { groupingFields, isByFields } from '../groupings.ts';
import { parallelismOf } from '../stage.ts';

const counting = new Set(['storm.bolt.count', 'storm.bolt.rolling-count', 'storm.bolt.window-count']);

/** Groupings by fields name fields; bolts that count by key see all tuples of a key. */
export function checkGroupings(system: AppliedSystem): readonly Diagnostic[] {
  return system.connections.flatMap((connection) => {
    const to = system.components.find((c) => c.id === connection.to.component);
    if (to === undefined) return [];
    return isByFields(connection.config.grouping)
      ? withoutFields(connection, to)
      : spreadCounts(connection, to);
  });
}

function withoutFields(connection: AppliedConnection, to: AppliedComponent): Diagnostic[] {
  if (groupingFields(connection).length > 0) return [];
  const name = connection.config.grouping === 'fields' ? 'fields' : 'partial key';
  return [
    {
      code: 'STORM_GROUPING_FIELDS_NONE',
      severity: 'error',
      message: `The ${name} grouping to ${to.name} names no field, so all tuples would go to one task.`,
      at: { connection: connection.id, field: 'fields' },
      help: 'Name the fields whose values pick the task, or choose another grouping.',
      fix: { label: 'Use shuffle', connection: connection.id, field: 'grouping', value: 'shuffle' },
    },
  ];
}

function spreadCounts(connection: AppliedConnection, to: AppliedComponent): Diagnostic[] {
  if (connection.config.grouping !== 'shuffle') return [];
  const { tasks } = parallelismOf(to);
  if (tasks < 2) return [];
  if (to.spec.id === 'storm.bolt.join') {
    return [
      {
        code: 'STORM_JOIN_SPREAD',
        severity: 'warning',
        message: `${to.name} has ${tasks} tasks and gets its tuples in turn: partners that are in two tasks do not meet.`,
        at: { connection: connection.id, field: 'grouping' },
        help: 'Use a fields grouping on the key of this stream.',
      },
    ];
  }
  if (!counting.has(to.spec.id)) return [];
  return [
    {
      code: 'STORM_COUNT_SPREAD',
      severity: 'warning',
      message: `${to.name} has ${tasks} tasks and gets its tuples in turn: each task counts a share of every key.`,
      at: { connection: connection.id, field: 'grouping' },
      help: 'Use a fields grouping on the fields it counts by.',
    },
  ];
}
