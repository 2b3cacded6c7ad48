import type { Position } from '@sluice/flow';

/** The way of an edge: its corners, the path in SVG, and where labels and marks go. */
export interface Route {
  readonly points: readonly Position[];
  readonly path: string;
  /** The place of the line that the rate stands over, or under. */
  readonly label: Position;
  /** Under the line where the way comes from above: over it the rate would stand on the way down. */
  readonly rateSide: 'above' | 'below';
  /** Middle of the base line of the words; its start where they stand beside the rate. */
  readonly words: Position;
  /** Above the line and its rate, across the way down, or beside the rate of an edge that goes back. */
  readonly wordsSide: 'above' | 'across' | 'beside';
  readonly length: number;
}

/** What an edge has to know of its ends beside where they are. */
export interface Way {
  /** How far after the source it turns. */
  readonly bend?: number;
  /** How far the nodes reach below their ports. */
  readonly below?: number;
  readonly targetBelow?: number;
}

/** How far after a source with a selector its edges part: behind the diamond. */
export const forkBend = 52;

const stub = 24;
const radius = 8;

/**
 * A right-angled way from an output at the right of a node to an input at the left of another. Straight when they
 * line up; else it turns `bend` pixels after the source, so that all edges of one output share their first part.
 * An edge that goes back passes below or above both ends.
 */
export function routeEdge(from: Position, to: Position, way: Way = {}): Route {
  const points = corners(from, to, way);
  const label = labelPlace(points);
  const { words, wordsSide } = wordsPlace(points, label);
  return {
    points,
    path: rounded(points),
    label,
    rateSide: isFromAbove(points) ? 'below' : 'above',
    words,
    wordsSide,
    length: lengthOf(points),
  };
}

function corners(from: Position, to: Position, way: Way): Position[] {
  const { bend = stub, below = 52, targetBelow = 52 } = way;
  if (Math.abs(from.y - to.y) < 1 && to.x >= from.x) return [from, to];
  const room = to.x - from.x;
  if (room >= 2 * 12) {
    const x = from.x + Math.min(bend, Math.max(room - 20, room / 2));
    return [from, { x, y: from.y }, { x, y: to.y }, to];
  }
  const out = from.x + stub;
  const back = to.x - stub;
  const between = passBetween(from, to, { below, targetBelow });
  return [
    from,
    { x: out, y: from.y },
    { x: out, y: between },
    { x: back, y: between },
    { x: back, y: to.y },
    to,
  ];
}

/** The height of the way back: between both nodes when there is room, else below them. */
function passBetween(
  from: Position,
  to: Position,
  { below, targetBelow }: { readonly below: number; readonly targetBelow: number },
): number {
  const above = 22;
  const [upper, lower] =
    from.y < to.y ? [from.y + below, to.y - above] : [to.y + targetBelow, from.y - above];
  if (lower - upper >= 16) return (upper + lower) / 2;
  return Math.max(from.y + below, to.y + targetBelow) + 24;
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

/** Middle of the part that belongs to this edge alone: the last one after a turn, else the longest. */
function labelPlace(points: readonly Position[]): Position {
  const last = points.at(-1) as Position;
  const turn = points.at(-2) as Position;
  if (points.length <= 4) return { x: (turn.x + last.x) / 2, y: last.y };
  const [a, b] = [points[2], points[3]] as [Position, Position];
  return { x: (a.x + b.x) / 2, y: a.y };
}

/** Words stand over a straight edge, on the way down of one that turns, and beside the rate of one that goes back. */
function wordsPlace(points: readonly Position[], label: Position): Pick<Route, 'words' | 'wordsSide'> {
  if (points.length > 4) return { words: { x: label.x + 34, y: label.y - 10 }, wordsSide: 'beside' };
  const [, from, to] = points;
  if (points.length < 4 || !from || !to || Math.abs(to.y - from.y) < 56)
    return { words: { x: label.x, y: label.y - 32 }, wordsSide: 'above' };
  return { words: { x: from.x, y: from.y + (to.y - from.y) * 0.6 + 4 }, wordsSide: 'across' };
}

/** Where words of a width stand along x: across a way down they keep clear of the nodes it joins, rather the second. */
export function wordsX({ words, wordsSide, points }: Route, width: number): number {
  const [start, end] = [points[0], points.at(-1)];
  if (wordsSide !== 'across' || !start || !end) return words.x;
  return Math.min(Math.max(words.x, start.x + 8 + width / 2), end.x - 10 - width / 2);
}

/** Where the middle of a rate of a width is along x: after a turn it keeps clear of the node the edge leads to. */
export function rateX({ label, points }: Route, width: number): number {
  const end = points.at(-1);
  return points.length !== 4 || !end ? label.x : Math.min(label.x, end.x - 8 - width / 2);
}

function isFromAbove(points: readonly Position[]): boolean {
  const [, from, to] = points;
  return points.length === 4 && from !== undefined && to !== undefined && to.y > from.y;
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
