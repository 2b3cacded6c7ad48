import type { Position } from '@sluice/flow';

/** The way of an edge: its corners, the path in SVG, and where labels and marks go. */
export interface Route {
  readonly points: readonly Position[];
  readonly path: string;
  /** Middle of the longest horizontal part, where labels stand. */
  readonly label: Position;
  readonly length: number;
}

const stub = 24;
const radius = 8;

/**
 * A right-angled way from an output at the right of a node to an input at the left of another. Straight when they
 * line up; else it turns `bend` pixels after the source, so that all edges of one output share their first part.
 * An edge that goes back passes below or above both ends.
 */
export function routeEdge(from: Position, to: Position, bend = stub): Route {
  const points = corners(from, to, bend);
  return { points, path: rounded(points), label: labelPlace(points), length: lengthOf(points) };
}

function corners(from: Position, to: Position, bend: number): Position[] {
  if (Math.abs(from.y - to.y) < 1 && to.x >= from.x) return [from, to];
  const room = to.x - from.x;
  if (room >= 2 * 12) {
    const x = from.x + Math.min(bend, Math.max(room - 20, room / 2));
    return [from, { x, y: from.y }, { x, y: to.y }, to];
  }
  const out = from.x + stub;
  const back = to.x - stub;
  const between = Math.abs(to.y - from.y) > 2 * stub ? (from.y + to.y) / 2 : Math.max(from.y, to.y) + 96;
  return [
    from,
    { x: out, y: from.y },
    { x: out, y: between },
    { x: back, y: between },
    { x: back, y: to.y },
    to,
  ];
}

function rounded(points: readonly Position[]): string {
  const first = points[0];
  if (!first) return '';
  let path = `M${first.x} ${first.y}`;
  for (let i = 1; i < points.length; i++) {
    const at = points[i] as Position;
    const before = points[i - 1] as Position;
    const after = points[i + 1];
    if (!after) {
      path += `L${at.x} ${at.y}`;
      continue;
    }
    const r = Math.min(radius, distance(before, at) / 2, distance(at, after) / 2);
    const enter = toward(at, before, r);
    const leave = toward(at, after, r);
    path += `L${enter.x} ${enter.y}Q${at.x} ${at.y} ${leave.x} ${leave.y}`;
  }
  return path;
}

function labelPlace(points: readonly Position[]): Position {
  let best = { x: 0, y: 0 };
  let longest = -1;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1] as Position;
    const b = points[i] as Position;
    const size = a.y === b.y ? Math.abs(b.x - a.x) : 0;
    // On a tie the later part wins: it belongs to this edge alone.
    if (size >= longest) {
      longest = size;
      best = { x: (a.x + b.x) / 2, y: b.y };
    }
  }
  return best;
}

/** The point `along` pixels from the start. */
export function pointAlong(points: readonly Position[], along: number): Position {
  let left = along;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1] as Position;
    const b = points[i] as Position;
    const size = distance(a, b);
    if (left <= size || i === points.length - 1) return toward(a, b, Math.min(left, size));
    left -= size;
  }
  return points[0] ?? { x: 0, y: 0 };
}

function lengthOf(points: readonly Position[]): number {
  let sum = 0;
  for (let i = 1; i < points.length; i++) sum += distance(points[i - 1] as Position, points[i] as Position);
  return sum;
}

function distance(a: Position, b: Position): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

function toward(a: Position, b: Position, by: number): Position {
  const size = distance(a, b);
  if (size === 0) return a;
  return { x: a.x + ((b.x - a.x) * by) / size, y: a.y + ((b.y - a.y) * by) / size };
}
