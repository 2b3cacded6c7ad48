import { type Flow, moveComponents, moveSystem, moveToSystem, type Position } from '@sluice/flow';
import { catalog } from '../engines.ts';
import { growBoxes } from '../store/edit-actions.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { editFlow } from './canvas-actions.ts';
import type { CanvasNode } from './derive.ts';
import { snap } from './geometry.ts';
import { placementOf } from './placement.ts';

/** Writes down where a drag ended: one edit, whatever was moved. */
export function finishDrag(_event: unknown, _node: CanvasNode, moved: readonly CanvasNode[]): void {
  const { flow } = useFlowStore.getState();
  const { boxes, positions } = placementOf(flow, catalog);
  const systems = moved.filter((n) => n.type === 'system');
  const components = moved.filter((n) => n.type === 'component');
  const shifts = new Map<string, Position>();
  for (const { id, position } of systems) {
    const box = boxes.get(id);
    if (box) shifts.set(id, { x: snap(position.x) - box.x, y: snap(position.y) - box.y });
  }
  const places: Record<string, Position> = {};
  for (const { id, position, parentId } of components) {
    const box = boxes.get(parentId ?? '');
    if (!box || shifts.has(parentId ?? '')) continue;
    places[id] = { x: snap(box.x + position.x), y: snap(box.y + position.y) };
  }
  const hasMoved =
    [...shifts.values()].some(({ x, y }) => x !== 0 || y !== 0) ||
    Object.entries(places).some(([id, at]) => positions.get(id)?.x !== at.x || positions.get(id)?.y !== at.y);
  if (!hasMoved) return;
  editFlow(labelOf(flow, moved), (before) => {
    let after = before;
    for (const [id, by] of shifts) after = moveSystem(after, id, by);
    after = moveComponents(after, places);
    after = rehouse(after, Object.keys(places));
    return growBoxes(after, catalog, [
      ...new Set(Object.keys(places).map((id) => after.components[id]?.system ?? '')),
    ]);
  });
}

function labelOf(flow: Flow, moved: readonly CanvasNode[]): string {
  const [first] = moved;
  if (moved.length !== 1 || !first) return `Move ${moved.length} items`;
  return `Move ${(flow.components[first.id] ?? flow.systems[first.id])?.name ?? 'item'}`;
}

/** A component dropped inside another box of its engine belongs to that system. */
function rehouse(flow: Flow, ids: readonly string[]): Flow {
  const { shapes } = placementOf(flow, catalog);
  let after = flow;
  for (const id of ids) {
    const component = flow.components[id];
    const at = flow.layout.components[id];
    const shape = shapes.get(id);
    if (!component || !at || !shape) continue;
    const middle = { x: at.x + shape.width / 2, y: at.y + shape.height / 2 };
    const isInside = (system: string): boolean => {
      const box = flow.layout.systems[system];
      return (
        box !== undefined &&
        middle.x >= box.x &&
        middle.y >= box.y &&
        middle.x <= box.x + box.width &&
        middle.y <= box.y + box.height
      );
    };
    if (isInside(component.system)) continue;
    const engine = catalog.engineOf(component.type);
    const home = Object.keys(flow.systems).find(
      (s) =>
        s !== component.system && catalog.engineOf(flow.systems[s]?.type ?? '') === engine && isInside(s),
    );
    if (home !== undefined) after = moveToSystem(after, [id], home);
  }
  return after;
}
