import type { AppliedComponent, AppliedSystem } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';
import { joins, operatorName, type Streams, streamsOf } from '../semantics/streams.ts';

/** Unions and joins read streams of one slide, and a union streams of one type. */
export function checkUnions(system: AppliedSystem): readonly Diagnostic[] {
  const streams = streamsOf(system);
  const unions = system.components.filter((c) => operatorName(c) === 'union');
  const joined = system.components.filter((c) => joins.has(operatorName(c)));
  return [
    ...unions.flatMap((union) => [...single(union, streams), ...differentShapes(union, streams)]),
    ...unions.flatMap((union) => differentSlides(union, streams, 'SPARK_UNION_SLIDES')),
    ...joined.flatMap((join) => differentSlides(join, streams, 'SPARK_JOIN_SLIDES')),
  ];
}

function single(union: AppliedComponent, streams: Streams): Diagnostic[] {
  if (streams.parents(union.id).length !== 1) return [];
  return [
    {
      code: 'SPARK_UNION_SINGLE',
      severity: 'warning',
      message: `${union.name} has only one parent and changes nothing.`,
      at: { component: union.id },
      help: 'Connect a second stream, or remove the union.',
    },
  ];
}

function differentSlides(union: AppliedComponent, streams: Streams, code: string): Diagnostic[] {
  const parents = streams.parents(union.id);
  const slides = parents.map((p) => `${p.name} ${streams.slideMs(p.id) / 1000} s`);
  if (new Set(parents.map((p) => streams.slideMs(p.id))).size < 2) return [];
  return [
    {
      code,
      severity: 'error',
      message: `The parents of ${union.name} have different slide durations: ${slides.join(', ')}.`,
      at: { component: union.id },
      help: 'Give all of them the same slide.',
    },
  ];
}

function differentShapes(union: AppliedComponent, streams: Streams): Diagnostic[] {
  const shapes = new Set(streams.parents(union.id).map((p) => streams.shape(p.id)));
  if (!shapes.has('pair') || !shapes.has('element')) return [];
  return [
    {
      code: 'SPARK_UNION_TYPES',
      severity: 'error',
      message: `${union.name} joins a stream of pairs with a stream that has no keys.`,
      at: { component: union.id },
      help: 'Put a mapToPair before the one without keys, or a map after the other.',
    },
  ];
}
