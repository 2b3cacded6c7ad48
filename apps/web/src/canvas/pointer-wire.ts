import type { Connection, OnConnectStartParams } from '@xyflow/react';
import { useEffect } from 'react';
import { catalog } from '../engines.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { connectHere } from './canvas-actions.ts';
import { type PortRef, portKey, useCanvasStore } from './canvas-store.ts';
import { bestEnd, legalEnds, legalSets, refusalOf } from './connect.ts';
import { toFlow } from './viewport.ts';

/** A wire was taken up at a port: from now on ports that fit stand out and the rest fade. */
export function startPointerWire({ nodeId, handleId, handleType }: OnConnectStartParams): void {
  if (nodeId === null || handleType === null) return;
  const { flow } = useFlowStore.getState();
  const from: PortRef = {
    component: nodeId,
    port: handleId ?? '',
    side: handleType === 'source' ? 'out' : 'in',
  };
  const replaces = occupied(from);
  const ends = legalEnds(catalog, flow, from, replaces);
  useCanvasStore.setState({
    wire: { from, by: 'pointer', ...legalSets(ends), ...(replaces === undefined ? {} : { replaces }) },
    contextMenu: undefined,
    addMenu: undefined,
  });
}

/** The one connection of an input that takes only one: a wire drawn from there moves it. */
function occupied({ component, port, side }: PortRef): string | undefined {
  const { flow } = useFlowStore.getState();
  if (side !== 'in') return undefined;
  const spec = catalog.component(flow.components[component]?.type ?? '')?.inputs.find((p) => p.name === port);
  if (spec?.max !== 1) return undefined;
  return Object.entries(flow.connections).find(
    ([, c]) => c.to.component === component && c.to.port === port,
  )?.[0];
}

/** Whether React Flow may snap the wire to this port. */
export function isLegalConnection({
  source,
  target,
  sourceHandle,
  targetHandle,
}:
  | Connection
  | { source: string; target: string; sourceHandle?: string | null; targetHandle?: string | null }): boolean {
  const { wire } = useCanvasStore.getState();
  const from: PortRef = { component: source, port: sourceHandle ?? 'out', side: 'out' };
  const to: PortRef = { component: target, port: targetHandle ?? 'in', side: 'in' };
  if (wire) return wire.legal.has(portKey(wire.from.side === 'out' ? to : from));
  return true;
}

/** What lies under the pointer while a wire is drawn. */
function under(event: PointerEvent | MouseEvent): {
  readonly port?: PortRef;
  readonly component?: string;
  readonly isPane: boolean;
} {
  const hit = document.elementFromPoint(event.clientX, event.clientY);
  const port = hit?.closest<HTMLElement>('.port-handle');
  if (port) {
    const { node = '', port: name = '', side } = port.dataset;
    return { port: { component: node, port: name, side: side === 'in' ? 'in' : 'out' }, isPane: false };
  }
  const component = hit?.closest<HTMLElement>('.node[data-node]')?.dataset.node;
  if (component !== undefined) return { component, isPane: false };
  return { isPane: hit?.closest('.react-flow__pane, .react-flow__edges, .react-flow__background') !== null };
}

/** While a wire is drawn by pointer: says why it cannot end here, and ends it on nodes and on empty canvas. */
export function useWirePointer(isWiring: boolean): void {
  useEffect(() => {
    if (!isWiring || useCanvasStore.getState().wire?.by !== 'pointer') return;
    const reason = (event: PointerEvent | MouseEvent): string | undefined => {
      const { wire } = useCanvasStore.getState();
      if (!wire) return undefined;
      const { flow } = useFlowStore.getState();
      const { port, component } = under(event);
      if (port) {
        if (port.component === wire.from.component && port.port === wire.from.port) return undefined;
        return refusalOf(catalog, flow, { a: wire.from, b: port }, wire.replaces);
      }
      if (component === undefined || component === wire.from.component) return undefined;
      const best = bestEnd(catalog, flow, wire.from, component, wire.replaces);
      return 'reason' in best ? best.reason : undefined;
    };
    const move = (event: PointerEvent): void => {
      const why = reason(event);
      const { refusal } = useCanvasStore.getState();
      if (why === undefined) {
        if (refusal) useCanvasStore.setState({ refusal: undefined });
        return;
      }
      useCanvasStore.setState({ refusal: { at: { x: event.clientX, y: event.clientY }, reason: why } });
    };
    const up = (event: MouseEvent): void => {
      const { wire } = useCanvasStore.getState();
      const why = reason(event);
      const { component, isPane, port } = under(event);
      // React Flow has ended a wire on a port itself by now, or will; the rest is ours.
      queueMicrotask(() => {
        useCanvasStore.setState({ wire: undefined, refusal: undefined });
        if (!wire || port || why !== undefined) return;
        const { flow } = useFlowStore.getState();
        if (component !== undefined && component !== wire.from.component) {
          if (isConnectedNow(wire.from, component)) return;
          const best = bestEnd(catalog, flow, wire.from, component, wire.replaces);
          if ('port' in best) connectHere(wire.from, best.port, wire.replaces);
        } else if (isPane) {
          const place = toFlow({ x: event.clientX, y: event.clientY });
          if (place) {
            const at = { x: event.clientX, y: event.clientY };
            useCanvasStore.setState({ addMenu: { at, place, from: wire.from } });
          }
        }
      });
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('mouseup', up);
    return () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('mouseup', up);
    };
  }, [isWiring]);
}

/** React Flow's radius may have caught a port of this component already. */
function isConnectedNow(from: PortRef, component: string): boolean {
  return Object.values(useFlowStore.getState().flow.connections).some((c) =>
    from.side === 'out'
      ? c.from.component === from.component && c.to.component === component
      : c.to.component === from.component && c.from.component === component,
  );
}
