import type { Position } from '@sluice/flow';
import { getViewportForBounds, type ReactFlowInstance } from '@xyflow/react';
import type { CanvasNode } from './derive.ts';
import type { FlowEdgeType } from './FlowEdge.tsx';

type Instance = ReactFlowInstance<CanvasNode, FlowEdgeType>;

let instance: Instance | undefined;

/** The canvas that is mounted now; commands from elsewhere act on it. */
export function setInstance(next: Instance | undefined): void {
  instance = next;
}

const slow = (): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 220);

/** Room for the toolbars over the canvas. */
const margins = { top: '52px', right: '20px', bottom: '52px', left: '20px' } as const;

/** How far out the canvas zooms. */
export const minZoom = 0.05;

/**
 * Shows the whole flow, never larger than life. Worked out from the sizes nodes are given: React Flow's own fitting
 * waits until every node was measured, and of a large flow only what is in view is drawn.
 */
export function fitFlow(isAnimated = true): void {
  const duration = isAnimated ? slow() : 0;
  const pane = document.querySelector('.react-flow')?.getBoundingClientRect();
  const nodes = instance?.getNodes() ?? [];
  if (!instance || !pane || nodes.length === 0) {
    void instance?.fitView({ padding: margins, maxZoom: 1, duration });
    return;
  }
  const bounds = instance.getNodesBounds(nodes);
  void instance.setViewport(getViewportForBounds(bounds, pane.width, pane.height, minZoom, 1, margins), {
    duration,
  });
}

/** Brings one component or system into view without changing the zoom when it is there already. */
export function reveal(id: string): void {
  const node = instance?.getInternalNode(id);
  const pane = document.querySelector('.react-flow')?.getBoundingClientRect();
  if (!instance || !node || !pane) return;
  const { x, y } = node.internals.positionAbsolute;
  const [width, height] = [node.width ?? 208, node.height ?? 74];
  const topLeft = instance.flowToScreenPosition({ x, y });
  const bottomRight = instance.flowToScreenPosition({ x: x + width, y: y + height });
  const isSeen =
    topLeft.x >= pane.left &&
    topLeft.y >= pane.top &&
    bottomRight.x <= pane.right &&
    bottomRight.y <= pane.bottom;
  if (!isSeen)
    void instance.setCenter(x + width / 2, y + height / 2, { zoom: instance.getZoom(), duration: slow() });
}

/** Zooms by steps or to 100 %. */
export function zoom(to: 'in' | 'out' | 'reset'): void {
  const options = { duration: slow() / 2 };
  if (to === 'in') void instance?.zoomIn(options);
  else if (to === 'out') void instance?.zoomOut(options);
  else void instance?.zoomTo(1, options);
}

/** The middle of the visible canvas, in flow coordinates. */
export function middleOfView(): Position | undefined {
  const pane = document.querySelector('.react-flow')?.getBoundingClientRect();
  return pane && toFlow({ x: pane.left + pane.width / 2, y: pane.top + pane.height / 2 });
}

/** A place on the screen in flow coordinates. */
export function toFlow(screen: Position): Position | undefined {
  return instance?.screenToFlowPosition(screen, { snapToGrid: false });
}

/** Keeps the keys on the canvas when what had the focus is gone. */
export function keepFocus(): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>('.canvas')?.focus({ preventScroll: true });
  });
}

/** Puts the keyboard focus on a node: at once, so that the next key is for it, or when it has been drawn. */
export function focusNode(id: string): void {
  const focus = (): boolean => {
    const node = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
    node?.focus({ preventScroll: true });
    return node !== null;
  };
  if (!focus()) requestAnimationFrame(focus);
}
