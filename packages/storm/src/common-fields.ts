import { field } from '@sluice/component';

/** Executors and tasks, as `setBolt(id, bolt, parallelismHint).setNumTasks(n)` takes them. */
export const parallelismFields = {
  parallelism: field.integer({
    label: 'Executors',
    help: 'Parallelism hint: threads that run the tasks of this component. Never more than there are tasks.',
    group: 'Parallelism',
    exportKey: 'parallelism',
    default: 1,
    min: 1,
    max: 64,
  }),
  tasks: field.integer({
    label: 'Tasks',
    help: 'Instances of the component; fixed for the life of the topology. Left empty: as many as executors.',
    placeholder: 'as executors',
    group: 'Parallelism',
    exportKey: 'numTasks',
    min: 1,
    max: 256,
  }),
} as const;

/** Faults a person sets to see at-least-once at work; they reach the tuple ledger like real ones. */
export const testingFields = {
  failFraction: field.number({
    label: 'Fail',
    help: 'Share of the tuples this bolt fails instead of executing them. Their roots fail at once and the spout emits them again.',
    group: 'Testing',
    unit: '%',
    default: 0,
    min: 0,
    max: 100,
    isLive: true,
  }),
  dropFraction: field.number({
    label: 'Drop',
    help: 'Share of the tuples this bolt loses: not executed, neither acked nor failed. Their roots time out and the spout emits them again.',
    group: 'Testing',
    unit: '%',
    default: 0,
    min: 0,
    max: 100,
    isLive: true,
  }),
  delayMs: field.number({
    label: 'Delay',
    help: 'Extra time each batch of tuples takes in this bolt; the queue before it fills and the spout slows down.',
    group: 'Testing',
    unit: 'ms',
    default: 0,
    min: 0,
    max: 60000,
    isLive: true,
  }),
} as const;

/** What a bolt shows on its node. */
export const boltMetrics = [
  { series: 'executed', label: 'exec' },
  { series: 'capacity', label: 'cap' },
  { series: 'failed', label: 'fail' },
] as const;

/** What a spout shows on its node. */
export const spoutMetrics = [
  { series: 'emitted', label: 'emit' },
  { series: 'pending', label: 'pending' },
  { series: 'failed', label: 'fail' },
] as const;

/** The one input a bolt has; streams of several components may arrive at it. */
export const boltInput = { name: 'in', carries: 'storm.tuple', isRequired: true } as const;

/** The default stream of a spout or bolt. */
export const tupleOutput = { name: 'out', carries: 'storm.tuple' } as const;

/** Names a tuple field may have, so that expressions and groupings can use them. */
export const fieldNamePattern = {
  source: '[A-Za-z_][A-Za-z0-9_]*',
  message: 'Use a letter or underscore, then letters, digits and underscores.',
} as const;
