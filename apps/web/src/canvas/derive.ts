import { type Catalog, kindOf } from '@sluice/component';
import type { Flow } from '@sluice/flow';
import { isEqual } from '@sluice/flow';
import type { NodeHandle } from '@xyflow/react';
import { Position } from '@xyflow/react';
import type { Selection } from '../store/flow-selection.ts';
import type { ComponentNodeType } from './ComponentNode.tsx';
import type { FlowEdgeType } from './FlowEdge.tsx';
import { type NodeShape, sizes } from './geometry.ts';
import { placementOf } from './placement.ts';
import { forkBend } from './route.ts';
import type { SystemNodeType } from './SystemNode.tsx';

/** A node of the canvas. */
export type CanvasNode = ComponentNodeType | SystemNodeType;

const handleSize = 24;

function handlesOf(shape: NodeShape): NodeHandle[] {
  return shape.ports.map((port) => ({
    id: port.name,
    type: port.side === 'in' ? 'target' : 'source',
    position: port.side === 'in' ? Position.Left : Position.Right,
    x: port.x - handleSize / 2,
    y: port.y - handleSize / 2,
    width: handleSize,
    height: handleSize,
  }));
}

/**
 * The nodes that show a flow, systems first. Nodes that look as before are the same objects, so that React Flow
 * and React leave them alone; a node that is being dragged stays where the pointer has it.
 */
export function deriveNodes(
  flow: Flow,
  catalog: Catalog,
  options: { readonly selection: Selection; readonly previous: readonly CanvasNode[] },
): CanvasNode[] {
  const { positions, shapes, boxes } = placementOf(flow, catalog);
  const before = new Map(options.previous.map((n) => [n.id, n]));
  const systems = new Set(options.selection.systems);
  const components = new Set(options.selection.components);
  const nodes: CanvasNode[] = [];
  for (const [id, system] of Object.entries(flow.systems)) {
    const box = boxes.get(id) ?? { x: 0, y: 0, width: 480, height: 208 };
    nodes.push(
      settled<SystemNodeType>(before.get(id), {
        id,
        type: 'system',
        position: { x: box.x, y: box.y },
        width: box.width,
        height: box.height,
        data: {},
        selected: systems.has(id),
        zIndex: -1,
        dragHandle: '.frame-head',
        connectable: false,
        style: { pointerEvents: 'none' },
        ariaLabel: `${catalog.system(system.type)?.title ?? 'System'} ${system.name}`,
      }),
    );
  }
  for (const [id, shape] of shapes) {
    const component = flow.components[id];
    const at = positions.get(id);
    if (!component || !at) continue;
    const box = boxes.get(component.system) ?? { x: 0, y: 0 };
    const spec = catalog.component(component.type);
    const kind = spec ? `${spec.title} ${kindOf(spec.id)}` : 'unknown component';
    nodes.push(
      settled<ComponentNodeType>(before.get(id), {
        id,
        type: 'component',
        parentId: component.system,
        position: { x: at.x - box.x, y: at.y - box.y },
        width: shape.width,
        height: shape.height,
        handles: handlesOf(shape),
        data: { shape },
        selected: components.has(id),
        zIndex: 1,
        ariaLabel: `${component.name}, ${kind}`,
      }),
    );
  }
  return nodes;
}

function settled<T extends CanvasNode>(old: CanvasNode | undefined, next: T): T {
  if (!old || old.type !== next.type) return next;
  const previous = old as T;
  if (previous.dragging || previous.resizing) {
    return previous.selected === next.selected ? previous : { ...previous, selected: next.selected };
  }
  const isSame = (Object.keys(next) as (keyof T)[]).every((key) => isEqual(previous[key], next[key]));
  return isSame ? previous : { ...previous, ...next };
}

/** The edges that show a flow; as with nodes, those that look as before are the same objects. */
export function deriveEdges(
  flow: Flow,
  catalog: Catalog,
  options: { readonly selection: Selection; readonly previous: readonly FlowEdgeType[] },
): FlowEdgeType[] {
  const before = new Map(options.previous.map((e) => [e.id, e]));
  const selected = new Set(options.selection.connections);
  const { shapes } = placementOf(flow, catalog);
  const counts = new Map<string, number>();
  for (const { from } of Object.values(flow.connections))
    counts.set(from.component, (counts.get(from.component) ?? 0) + 1);
  const forks = new Set<string>();
  for (const c of Object.values(flow.components)) {
    if (c.host !== undefined && kindOf(c.type) === 'selector') forks.add(c.host);
  }
  return Object.entries(flow.connections).map(([id, { from, to }]): FlowEdgeType => {
    const source = flow.components[from.component];
    const carries =
      source && catalog.component(source.type)?.outputs.find((p) => p.name === from.port)?.carries;
    const isFork =
      carries === 'flume.put' && (forks.has(from.component) || (counts.get(from.component) ?? 0) > 1);
    const next: FlowEdgeType = {
      id,
      type: 'flow',
      source: from.component,
      target: to.component,
      sourceHandle: from.port,
      targetHandle: to.port,
      data: {
        bend: isFork ? forkBend : 24,
        below: (shapes.get(from.component)?.height ?? 74) - sizes.portY,
        targetBelow: (shapes.get(to.component)?.height ?? 74) - sizes.portY,
      },
      selected: selected.has(id),
      // Anchors cost two shapes an edge; only the selected one needs them.
      reconnectable: selected.has(id),
      ariaLabel: `Connection from ${source?.name} to ${flow.components[to.component]?.name}`,
    };
    const old = before.get(id);
    if (!old) return next;
    const isSame = (Object.keys(next) as (keyof FlowEdgeType)[]).every((key) => isEqual(old[key], next[key]));
    return isSame ? old : next;
  });
}
