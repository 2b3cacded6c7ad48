import type { Operator, Program, Stage, Stream } from '@sluice/ir';
import { pushTo } from './group-by.ts';
import { ReadyIds } from './ready-ids.ts';

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Brings the parts of a program into one order: operators along the streams, stages by their first operator, streams
 * by where they begin. Equal drawings give equal programs, whatever order they were drawn in.
 */
export function numberParts(
  name: string,
  parts: {
    readonly stages: readonly Stage[];
    readonly operators: readonly Operator[];
    readonly streams: readonly Stream[];
  },
): Program {
  const operators = sortAlong(parts.operators, parts.streams);
  const place = new Map(operators.map((o, index) => [o.id, index]));
  const firstOf = new Map<string, number>();
  for (const [index, { stage }] of operators.entries()) if (!firstOf.has(stage)) firstOf.set(stage, index);
  const stages = [...parts.stages].sort(
    (a, b) => (firstOf.get(a.id) ?? 0) - (firstOf.get(b.id) ?? 0) || byText(a.id, b.id),
  );
  const streams = [...parts.streams].sort(
    (a, b) =>
      (place.get(a.from.operator) ?? 0) - (place.get(b.from.operator) ?? 0) ||
      (place.get(a.to.operator) ?? 0) - (place.get(b.to.operator) ?? 0) ||
      byText(a.id, b.id),
  );
  return { name, version: 1, stages, operators, streams };
}

function sortAlong(operators: readonly Operator[], streams: readonly Stream[]): Operator[] {
  const open = new Map(operators.map((o) => [o.id, 0]));
  const feeds = new Map<string, string[]>();
  for (const { from, to } of streams) {
    open.set(to.operator, (open.get(to.operator) ?? 0) + 1);
    pushTo(feeds, from.operator, to.operator);
  }
  const byId = new Map(operators.map((o) => [o.id, o]));
  const ready = new ReadyIds([...open].filter(([, count]) => count === 0).map(([id]) => id));
  const sorted: Operator[] = [];
  for (let id = ready.take(); id !== undefined; id = ready.take()) {
    const operator = byId.get(id);
    if (operator) sorted.push(operator);
    for (const to of feeds.get(id) ?? []) {
      const left = (open.get(to) ?? 0) - 1;
      open.set(to, left);
      if (left === 0) ready.add(to);
    }
  }
  return sorted;
}
