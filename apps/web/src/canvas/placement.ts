import type { Catalog } from '@sluice/component';
import type { Box, Flow, Position } from '@sluice/flow';
import { boxAround, isDrawn, type NodeShape, shapeOf, sizes, snap, usedPorts } from './geometry.ts';
import { layOut } from './layout.ts';

/** Where everything stands: saved places, and computed ones for what has none yet (a text just imported). */
export interface Placement {
  readonly shapes: ReadonlyMap<string, NodeShape>;
  readonly positions: ReadonlyMap<string, Position>;
  readonly boxes: ReadonlyMap<string, Box>;
}

const memo = new WeakMap<Flow, Placement>();
const shapeMemo = new WeakMap<object, NodeShape>();

/** The placement of a flow; asked for twice it is computed once. */
export function placementOf(flow: Flow, catalog: Catalog): Placement {
  const known = memo.get(flow);
  if (known) return known;
  const made = place(flow, catalog);
  memo.set(flow, made);
  return made;
}

function place(flow: Flow, catalog: Catalog): Placement {
  const shapes = new Map<string, NodeShape>();
  const positions = new Map<string, Position>();
  let isIncomplete = false;
  for (const [id, component] of Object.entries(flow.components)) {
    if (!isDrawn(component)) continue;
    shapes.set(id, shapeOfComponent(flow, id, catalog));
    const saved = flow.layout.components[id];
    if (saved) positions.set(id, saved);
    else isIncomplete = true;
  }
  let boxes = new Map(Object.entries(flow.layout.systems));
  if (isIncomplete) {
    const laid = layOut(flow, shapes);
    const isFresh = positions.size === 0;
    if (isFresh) for (const [id, at] of laid.positions) positions.set(id, at);
    else {
      const missing = [...laid.positions]
        .filter(([id]) => !positions.has(id))
        .sort(([, a], [, b]) => a.x - b.x);
      for (const [id] of missing) positions.set(id, besideNeighbour(flow, id, { positions, shapes }));
    }
    if (isFresh) boxes = new Map(laid.boxes);
  }
  for (const id of Object.keys(flow.systems)) {
    if (boxes.has(id) && !isIncomplete) continue;
    const inside = membersOf(flow, id).flatMap((c) => {
      const at = positions.get(c);
      const shape = shapes.get(c);
      return at && shape ? [{ ...at, width: shape.width, height: shape.height }] : [];
    });
    boxes.set(id, boxAround(inside, { x: 0, y: boxes.size * 280 }));
  }
  return { shapes, positions, boxes };
}

/** A free place beside something connected that has one, else below everything. */
function besideNeighbour(
  flow: Flow,
  id: string,
  known: {
    readonly positions: ReadonlyMap<string, Position>;
    readonly shapes: ReadonlyMap<string, NodeShape>;
  },
): Position {
  const { positions, shapes } = known;
  const own = shapes.get(id) ?? { width: 208, height: 112 };
  let at: Position = { x: 16, y: snap(bottomOf(positions, shapes) + 96) };
  for (const { from, to } of Object.values(flow.connections)) {
    const other = to.component === id ? from.component : from.component === id ? to.component : undefined;
    const place = other === undefined ? undefined : positions.get(other);
    const shape = other === undefined ? undefined : shapes.get(other);
    if (!place || !shape) continue;
    const x = to.component === id ? place.x + shape.width + 80 : place.x - own.width - 80;
    at = { x: snap(x), y: snap(place.y) };
    break;
  }
  const clashes = ({ x, y }: Position): boolean =>
    [...positions].some(([other, p]) => {
      const shape = shapes.get(other);
      return (
        shape !== undefined &&
        x < p.x + shape.width + 16 &&
        p.x < x + own.width + 16 &&
        y < p.y + shape.height + 32 &&
        p.y < y + own.height + 32
      );
    });
  while (clashes(at)) at = { x: at.x, y: at.y + sizes.grid };
  return at;
}

function shapeOfComponent(flow: Flow, id: string, catalog: Catalog): NodeShape {
  const component = flow.components[id];
  if (!component) return shapeOf(undefined, {});
  const spec = catalog.component(component.type);
  if (!spec) return shapeOf(undefined, component.config, usedPorts(flow, id));
  const known = shapeMemo.get(component);
  if (known) return known;
  const made = shapeOf(spec, component.config);
  shapeMemo.set(component, made);
  return made;
}

/** The drawn components of a system. */
export function membersOf(flow: Flow, system: string): readonly string[] {
  return Object.entries(flow.components)
    .filter(([, c]) => c.system === system && isDrawn(c))
    .map(([id]) => id);
}

function bottomOf(positions: ReadonlyMap<string, Position>, shapes: ReadonlyMap<string, NodeShape>): number {
  let bottom = 0;
  for (const [id, at] of positions) bottom = Math.max(bottom, at.y + (shapes.get(id)?.height ?? sizes.head));
  return bottom;
}
