import type { AppliedComponent, AppliedConnection, EngineDefinition } from '@sluice/component';
import type { Partitioning } from '@sluice/ir';
import { components, lowerings } from './catalog.gen.ts';
import { contextSpec } from './context-spec.ts';
import { rules } from './rules/index.ts';
import { joins } from './semantics/streams.ts';
import { microBatchStage } from './stage.ts';

const byValue = new Set([
  'spark.transformation.count-by-value',
  'spark.transformation.count-by-value-and-window',
]);
const byKey = new Set([
  'spark.transformation.reduce-by-key',
  'spark.transformation.reduce-by-key-and-window',
  'spark.transformation.update-state-by-key',
  'spark.transformation.map-with-state',
  ...[...joins].map((name) => `spark.transformation.${name}`),
]);
const global = new Set(['spark.transformation.count-by-window', 'spark.transformation.sort']);

function partitioning(_connection: AppliedConnection, to: AppliedComponent): Partitioning {
  if (byValue.has(to.spec.id)) return { kind: 'hash', fields: ['value'], function: 'spark' };
  if (byKey.has(to.spec.id)) return { kind: 'hash', fields: ['key'], function: 'spark' };
  if (global.has(to.spec.id)) return { kind: 'global' };
  return { kind: 'forward' };
}

/** Spark Streaming: a stream is a series of small batches. */
export const spark: EngineDefinition = {
  id: 'spark',
  title: 'Spark Streaming',
  icon: 'flame',
  target: 'spark',
  systems: [contextSpec],
  components,
  lower: lowerings,
  groups: [
    { kind: 'input', title: 'Input DStreams' },
    { kind: 'transformation', title: 'Transformations' },
    { kind: 'output', title: 'Output operations' },
  ],
  connectionFields: {},
  portTypes: {
    'spark.dstream': {
      title: 'DStream',
      hint: 'A DStream goes from an input or a transformation to a transformation or an output operation of the same streaming context.',
    },
    'link.directory': {
      title: 'Directory',
      hint: 'A directory link goes from a sink that writes files to an input that reads a directory.',
    },
  },
  rules,
  routing: () => [],
  partitioning,
  stageOf: (_component, system) => ({
    key: system.id,
    stage: microBatchStage(system),
  }),
  parallelism: () => ({ executors: 1, tasks: 1 }),
  unknownIcon: 'flame',
};
