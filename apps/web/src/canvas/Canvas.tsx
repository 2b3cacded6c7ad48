import '@xyflow/react/dist/base.css';
import './canvas.css';
import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  type Connection,
  type EdgeChange,
  type NodeChange,
  type OnConnectStartParams,
  ReactFlow,
  SelectionMode,
  type Viewport,
} from '@xyflow/react';
import {
  type DragEvent,
  type MouseEvent,
  type ReactElement,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { catalog } from '../engines.ts';
import { nothing } from '../store/flow-selection.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { Icon } from '../ui/Icon.tsx';
import { AddMenu } from './AddMenu.tsx';
import { CanvasControls } from './CanvasControls.tsx';
import { ComponentNode } from './ComponentNode.tsx';
import { ContextMenu } from './ContextMenu.tsx';
import { addComponentHere, connectHere } from './canvas-actions.ts';
import { canvasKeys } from './canvas-keys.ts';
import { useCanvasStore } from './canvas-store.ts';
import { type CanvasNode, deriveEdges, deriveNodes } from './derive.ts';
import { EmptyCanvas } from './EmptyCanvas.tsx';
import { FlowEdge, type FlowEdgeType } from './FlowEdge.tsx';
import { finishDrag } from './finish-drag.ts';
import { useLiveState } from './live-state.ts';
import { lodOf } from './lod.ts';
import { Overlay } from './Overlay.tsx';
import { isLegalConnection, startPointerWire, useWirePointer } from './pointer-wire.ts';
import { Refusal } from './Refusal.tsx';
import { SystemNode } from './SystemNode.tsx';
import { fitFlow, minZoom, setInstance, toFlow } from './viewport.ts';
import { WireLine } from './WireLine.tsx';

const nodeTypes = { component: ComponentNode, system: SystemNode };
const edgeTypes = { flow: FlowEdge };
const snapGrid: [number, number] = [16, 16];
const panButtons = [1, 2];
const allButtons = [0, 1, 2];
const ariaWords = {
  'node.a11yDescription.default':
    'Enter opens the inspector, arrows go to the nearest component, C starts a connection, F2 renames, Delete removes.',
  'node.a11yDescription.keyboardDisabled':
    'Enter opens the inspector, arrows go to the nearest component, C starts a connection, F2 renames, Delete removes.',
  'edge.a11yDescription.default': 'Enter selects the connection, Delete removes it.',
} as const;

/** The kind of dragged palette rows. */
export const dragType = 'application/x-sluice-component';

/** The canvas: what is drawn, moved, connected and watched. */
export function Canvas(): ReactElement {
  const flow = useFlowStore((s) => s.flow);
  const selection = useFlowStore((s) => s.selection);
  const isOpen = useFlowStore((s) => s.opening.kind === 'open');
  const isTextBroken = useFlowStore((s) => s.isTextBroken);
  const isWiring = useCanvasStore((s) => s.wire !== undefined);
  const tool = useCanvasStore((s) => s.tool);
  const isMeasured = useLiveState((s) => s.isMeasured);
  const [nodes, setNodes] = useState<CanvasNode[]>([]);
  const [edges, setEdges] = useState<FlowEdgeType[]>([]);
  const [lod, setLod] = useState(0);
  const [isReady, setReady] = useState(false);
  const root = useRef<HTMLElement>(null);
  const wasTouched = useRef(false);

  useLayoutEffect(() => {
    setNodes((previous) => deriveNodes(flow, catalog, { selection, previous }));
    setEdges((previous) => deriveEdges(flow, catalog, { selection, previous }));
  }, [flow, selection]);

  useEffect(() => () => setInstance(undefined), []);
  useWirePointer(isWiring);
  useFirstFit(isOpen && isReady, wasTouched, root);

  const onInit = useCallback((instance: Parameters<typeof setInstance>[0]) => {
    setInstance(instance);
    setReady(true);
  }, []);
  const onNodesChange = useCallback((changes: NodeChange<CanvasNode>[]) => {
    pick(changes, 'components');
    const moves = changes.filter((c) => c.type === 'position' || c.type === 'dimensions');
    if (moves.length > 0) setNodes((now) => applyNodeChanges(moves, now));
  }, []);
  const onEdgesChange = useCallback(
    (changes: EdgeChange<FlowEdgeType>[]) => pick(changes, 'connections'),
    [],
  );
  const onConnect = useCallback(({ source, target, sourceHandle, targetHandle }: Connection) => {
    const { wire } = useCanvasStore.getState();
    connectHere(
      { component: source, port: sourceHandle ?? 'out', side: 'out' },
      { component: target, port: targetHandle ?? 'in', side: 'in' },
      wire?.replaces,
    );
  }, []);
  const onReconnect = useCallback(
    (edge: FlowEdgeType, { source, target, sourceHandle, targetHandle }: Connection) => {
      connectHere(
        { component: source, port: sourceHandle ?? 'out', side: 'out' },
        { component: target, port: targetHandle ?? 'in', side: 'in' },
        edge.id,
      );
    },
    [],
  );
  const onConnectStart = useCallback(
    (_: unknown, params: OnConnectStartParams) => startPointerWire(params),
    [],
  );
  const onMove = useCallback((_: unknown, { zoom }: Viewport) => setLod(lodOf(zoom)), []);
  const onMoveStart = useCallback((event: unknown) => {
    if (event) wasTouched.current = true;
    root.current?.setAttribute('data-moving', '');
    useCanvasStore.setState({ contextMenu: undefined, addMenu: undefined });
  }, []);
  const onMoveEnd = useCallback(() => root.current?.removeAttribute('data-moving'), []);
  const onDrop = useCallback((event: DragEvent) => {
    const type = event.dataTransfer.getData(dragType);
    const at = toFlow({ x: event.clientX, y: event.clientY });
    if (type === '' || !at) return;
    event.preventDefault();
    // The tile of the row is under the pointer: the node goes where its own tile would be.
    addComponentHere({ type, at: { x: at.x - 24, y: at.y - 22 } });
    root.current?.focus();
  }, []);

  return (
    <main
      className={`canvas${isMeasured ? ' is-live' : ''}${isTextBroken ? ' is-stale' : ''}${isWiring ? ' is-wiring' : ''}`}
      data-lod={lod}
      aria-label="Canvas"
      data-testid="canvas"
      // the canvas takes keys
      tabIndex={-1}
      ref={root}
      onKeyDown={canvasKeys}
    >
      <ReactFlow<CanvasNode, FlowEdgeType>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onInit={onInit}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStop={finishDrag}
        onSelectionDragStop={finishSelectionDrag}
        onConnect={onConnect}
        onConnectStart={onConnectStart}
        isValidConnection={isLegalConnection}
        onReconnect={onReconnect}
        connectionLineComponent={WireLine}
        connectionRadius={24}
        reconnectRadius={14}
        onMove={onMove}
        onMoveStart={onMoveStart}
        onMoveEnd={onMoveEnd}
        onNodeDoubleClick={(_, node) => useCanvasStore.setState({ renaming: node.id })}
        onNodeContextMenu={(event, node) =>
          openMenu(event, { kind: node.type === 'system' ? 'system' : 'component', id: node.id })
        }
        onEdgeContextMenu={(event, edge) => openMenu(event, { kind: 'connection', id: edge.id })}
        onPaneContextMenu={(event) => {
          const place = toFlow({ x: event.clientX, y: event.clientY });
          if (place) openMenu(event, { kind: 'canvas', place });
        }}
        onPaneClick={() => useCanvasStore.setState({ contextMenu: undefined, addMenu: undefined })}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes(dragType)) return;
          event.preventDefault();
          event.dataTransfer.dropEffect = 'copy';
        }}
        onDrop={onDrop}
        snapToGrid
        snapGrid={snapGrid}
        minZoom={minZoom}
        maxZoom={2}
        panOnDrag={tool === 'pan' ? allButtons : panButtons}
        selectionOnDrag={tool === 'select'}
        selectionMode={SelectionMode.Partial}
        panOnScroll={false}
        zoomOnDoubleClick={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={multiKeys}
        elevateNodesOnSelect={false}
        // Far out all nodes are in view and plain; closer, a large flow draws only what is seen.
        onlyRenderVisibleElements={lod < 2 && nodes.length > manyNodes}
        disableKeyboardA11y
        ariaLabelConfig={ariaWords}
        proOptions={proOptions}
      >
        {lod === 0 ? (
          <Background variant={BackgroundVariant.Dots} gap={16} size={2} color="var(--color-dot)" />
        ) : null}
        <Overlay />
      </ReactFlow>
      {isTextBroken ? (
        <div className="banner warn stale" role="status">
          <Icon name="triangle-alert" size={14} />
          This is the last good graph: the text below does not parse.
        </div>
      ) : null}
      <CanvasControls />
      {isOpen && nodes.length === 0 ? <EmptyCanvas /> : null}
      <Refusal />
      <AddMenu />
      <ContextMenu />
      <Announcer />
    </main>
  );
}

/** From how many nodes on it pays to leave out those that are not in view. */
const manyNodes = 120;
const multiKeys = ['Meta', 'Control', 'Shift'];
// The licence (MIT) asks that its notice goes with the copies, not that it stands on the canvas.
const proOptions = { hideAttribution: true };

function finishSelectionDrag(event: MouseEvent, moved: CanvasNode[]): void {
  const [first] = moved;
  if (first) finishDrag(event, first, moved);
}

function openMenu(
  event: MouseEvent | globalThis.MouseEvent,
  target: NonNullable<ReturnType<typeof useCanvasStore.getState>['contextMenu']>['target'],
): void {
  event.preventDefault();
  const { selection, select, flow } = useFlowStore.getState();
  if (target.kind !== 'canvas') {
    const { id } = target;
    const key = Object.hasOwn(flow.systems, id)
      ? 'systems'
      : target.kind === 'connection'
        ? 'connections'
        : 'components';
    if (!selection[key].includes(id)) select({ ...nothing, [key]: [id] });
  }
  useCanvasStore.setState({
    contextMenu: { at: { x: event.clientX, y: event.clientY }, target },
    addMenu: undefined,
  });
}

/** Takes React Flow's selection into the store: systems and components are both nodes there. */
function pick(
  changes: readonly (NodeChange<CanvasNode> | EdgeChange<FlowEdgeType>)[],
  kind: 'components' | 'connections',
): void {
  const chosen = changes.filter((c) => c.type === 'select');
  if (chosen.length === 0) return;
  const { selection, flow, select } = useFlowStore.getState();
  const sets = {
    components: new Set(selection.components),
    systems: new Set(selection.systems),
    connections: new Set(selection.connections),
  };
  for (const { id, selected } of chosen) {
    const set =
      kind === 'connections'
        ? sets.connections
        : Object.hasOwn(flow.systems, id)
          ? sets.systems
          : sets.components;
    if (selected) set.add(id);
    else set.delete(id);
  }
  // A box around components catches their system too; the components are meant.
  if (sets.components.size > 0 && sets.systems.size > 0 && chosen.length > 1) sets.systems.clear();
  select({
    components: [...sets.components],
    systems: [...sets.systems],
    connections: [...sets.connections],
  });
}

/**
 * Fits the flow when it is first shown and when the canvas changes size, until somebody pans, zooms or draws: what
 * a person has just put down must not move away.
 */
function useFirstFit(
  isOpen: boolean,
  wasTouched: { current: boolean },
  root: { readonly current: HTMLElement | null },
): void {
  useEffect(() => {
    const element = root.current;
    if (!isOpen || !element) return;
    const { flow, revision } = useFlowStore.getState();
    if (Object.keys(flow.systems).length === 0) wasTouched.current = true;
    const fit = (): number => requestAnimationFrame(() => fitFlow(false));
    let frame = wasTouched.current ? 0 : fit();
    const observer = new ResizeObserver(() => {
      cancelAnimationFrame(frame);
      if (!wasTouched.current && useFlowStore.getState().revision === revision) frame = fit();
    });
    observer.observe(element);
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
    };
  }, [isOpen, wasTouched, root]);
}

function Announcer(): ReactElement {
  const announcement = useCanvasStore((s) => s.announcement);
  return (
    <div className="sr" role="status" aria-live="polite">
      {announcement}
    </div>
  );
}
