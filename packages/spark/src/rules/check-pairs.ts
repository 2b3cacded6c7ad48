import type { AppliedSystem } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';
import { joins, operatorName, streamsOf } from '../semantics/streams.ts';

const needsPairs = new Set([
  'reduce-by-key',
  'reduce-by-key-function',
  'reduce-by-key-and-window',
  'update-state-by-key',
  'map-with-state',
  ...joins,
]);

/** Operators of Spark's `PairDStreamFunctions` exist on streams of `(K, V)` only. */
export function checkPairs(system: AppliedSystem): readonly Diagnostic[] {
  const streams = streamsOf(system);
  return system.components
    .filter((c) => needsPairs.has(operatorName(c)))
    .flatMap((component) =>
      streams
        .parents(component.id)
        .filter((parent) => streams.shape(parent.id) === 'element')
        .map((parent) => ({
          code: 'SPARK_PAIR_NEEDED',
          severity: 'error',
          message: `${component.name} needs a stream of (key, value), and ${parent.name} gives single values.`,
          at: { component: component.id },
          help: 'Put a mapToPair between them.',
        })),
    );
}
