import { Graph, layout } from '@dagrejs/dagre';
import type { Box, Flow, Position } from '@sluice/flow';
import { boxAround, isDrawn, type NodeShape, sizes, snap } from './geometry.ts';

/** A tidy arrangement: ranks from left to right inside each system, systems below each other in flow order. */
export interface LaidOut {
  readonly positions: ReadonlyMap<string, Position>;
  readonly boxes: ReadonlyMap<string, Box>;
}

const gap = { rank: 64, node: 48, system: 64 };

/** Lays out a whole flow. Pure; equal flows give equal layouts. */
export function layOut(flow: Flow, shapes: ReadonlyMap<string, NodeShape>): LaidOut {
  const positions = new Map<string, Position>();
  const boxes = new Map<string, Box>();
  let top = 0;
  for (const system of systemsInOrder(flow)) {
    const members = Object.keys(flow.components).filter((id) => {
      const component = flow.components[id];
      return component !== undefined && component.system === system && isDrawn(component);
    });
    const laid = layOutMembers(flow, members, shapes);
    const boxesInside: Box[] = [];
    for (const [id, at] of laid) {
      const shape = shapes.get(id);
      const moved = { x: snap(at.x + 16), y: snap(at.y + top + sizes.systemHead + 34) };
      positions.set(id, moved);
      if (shape) boxesInside.push({ ...moved, width: shape.width, height: shape.height });
    }
    const box = boxAround(boxesInside, { x: 0, y: top });
    boxes.set(system, box);
    top = snap(box.y + box.height + gap.system);
  }
  return { positions, boxes };
}

function layOutMembers(
  flow: Flow,
  members: readonly string[],
  shapes: ReadonlyMap<string, NodeShape>,
): Map<string, Position> {
  const graph = new Graph({ multigraph: false, compound: false });
  graph.setGraph({ rankdir: 'LR', ranksep: gap.rank, nodesep: gap.node, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  const inside = new Set(members);
  for (const id of members) {
    const shape = shapes.get(id);
    const chips = Object.values(flow.components).some((c) => c.host === id) ? sizes.chips : 0;
    graph.setNode(id, { width: shape?.width ?? 208, height: (shape?.height ?? 74) + chips });
  }
  for (const { from, to } of Object.values(flow.connections)) {
    if (inside.has(from.component) && inside.has(to.component)) graph.setEdge(from.component, to.component);
  }
  layout(graph);
  const places = new Map<string, Position>();
  for (const id of members) {
    const node = graph.node(id) as { x: number; y: number; width: number; height: number } | undefined;
    if (node) places.set(id, { x: node.x - node.width / 2, y: node.y - node.height / 2 });
  }
  return places;
}

/** Systems that feed others come first. */
function systemsInOrder(flow: Flow): readonly string[] {
  const ids = Object.keys(flow.systems);
  const before = new Map(ids.map((id) => [id, new Set<string>()]));
  for (const { from, to } of Object.values(flow.connections)) {
    const a = flow.components[from.component]?.system;
    const b = flow.components[to.component]?.system;
    if (a !== undefined && b !== undefined && a !== b) before.get(b)?.add(a);
  }
  const order: string[] = [];
  const visit = (id: string, path: ReadonlySet<string>): void => {
    if (order.includes(id) || path.has(id)) return;
    for (const first of before.get(id) ?? []) visit(first, new Set([...path, id]));
    order.push(id);
  };
  for (const id of ids) visit(id, new Set());
  return order;
}
