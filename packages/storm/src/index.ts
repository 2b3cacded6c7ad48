import type { EngineDefinition } from '@sluice/component';
import { components, lowerings } from './catalog.gen.ts';
import { connectionFields, fieldsOf, partitioningOf, streamOf } from './groupings.ts';
import { rules } from './rules/index.ts';
import { parallelismOf, stageOf } from './stage.ts';
import { topology } from './topology.ts';

/** Everything true of Storm that may run anywhere. */
export const storm: EngineDefinition = {
  id: 'storm',
  title: 'Storm',
  icon: 'cloud-lightning',
  target: 'storm',
  systems: [topology],
  components,
  lower: lowerings,
  groups: [
    { kind: 'spout', title: 'Spouts' },
    { kind: 'bolt', title: 'Bolts' },
  ],
  connectionFields,
  fieldsOf,
  portTypes: {
    'storm.tuple': {
      title: 'Stream of tuples',
      hint: 'Tuples go from a spout or bolt of a topology to a bolt of the same topology.',
    },
  },
  rules,
  routing: () => [],
  outputOf: (connection) => streamOf(connection) ?? connection.from.port,
  partitioning: (connection) => partitioningOf(connection),
  stageOf,
  parallelism: parallelismOf,
  unknownIcon: 'circle-help',
};
