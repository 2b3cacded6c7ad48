import { isEqual } from '@sluice/flow';
import { useStoreApi } from '@xyflow/react';
import { type ReactElement, useEffect, useRef } from 'react';
import { useTheme } from '../app/theme.ts';
import { catalog } from '../engines.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { hasEnded, onTick, tickRing, useRunStore } from '../store/run-store.ts';
import { deriveEdges } from './derive.ts';
import { type FillHistory, slowPicture } from './live-slow.ts';
import { type LiveEdge, type LiveNode, useLiveState } from './live-state.ts';
import { type Ink, paint, readInk } from './overlay-paint.ts';
import { buildScene, isEmptySchema, readSample, type Scene } from './overlay-scene.ts';

/** How often flags and edge weights are worked out anew. */
const slowMs = 1000;

/**
 * The one canvas over the graph that draws every live number. Samples and viewport changes redraw it outside React.
 * Its content is repeated as text in the inspector and the metrics table: a canvas says nothing to a screen reader.
 */
export function Overlay(): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const history: FillHistory = new Map();
    let scene: Scene | undefined;
    let ink: Ink | undefined;
    let frame = 0;
    let sampledAt = 0;
    let slowAt = 0;
    let frames = 0;
    const isOver = (): boolean => hasEnded(useRunStore.getState().info);
    const still = matchMedia('(prefers-reduced-motion: reduce)');

    const rebuild = (): void => {
      const { flow, selection } = useFlowStore.getState();
      const isShown = !isEmptySchema(tickRing().schema);
      if (useLiveState.getState().isMeasured !== isShown)
        useLiveState.setState({ isMeasured: isShown, nodes: {}, edges: {} });
      if (!isShown) {
        scene = undefined;
        request();
        return;
      }
      const ways = new Map(
        deriveEdges(flow, catalog, { selection, previous: [] }).map((e) => [e.id, e.data ?? {}]),
      );
      scene = buildScene(flow, catalog, { samples: tickRing(), ways });
      readSample(scene, tickRing(), { isStill: true, isOver: isOver(), elapsedMs: 0 });
      request();
    };
    const sample = (): void => {
      if (!scene) rebuild();
      if (!scene) return;
      const now = performance.now();
      readSample(scene, tickRing(), {
        isStill: still.matches,
        isOver: isOver(),
        elapsedMs: Math.min(500, now - sampledAt),
      });
      sampledAt = now;
      if (now - slowAt >= slowMs && !isOver()) {
        slowAt = now;
        publish(slowPicture(scene, useFlowStore.getState().flow, { samples: tickRing(), history }));
      }
      element.dataset.frame = String(++frames);
      request();
    };
    const draw = (): void => {
      frame = 0;
      const { width, height, transform, nodeLookup } = store.getState();
      const ratio = window.devicePixelRatio;
      if (element.width !== Math.round(width * ratio) || element.height !== Math.round(height * ratio)) {
        element.width = Math.round(width * ratio);
        element.height = Math.round(height * ratio);
      }
      if (!scene) {
        context.setTransform(1, 0, 0, 1, 0, 0);
        context.clearRect(0, 0, element.width, element.height);
        return;
      }
      ink ??= readInk(context);
      paint(
        {
          context,
          ink,
          width,
          height,
          ratio,
          transform,
          place: (id) => nodeLookup.get(id)?.internals.positionAbsolute,
        },
        scene,
      );
    };
    const request = (): void => {
      if (frame === 0) frame = requestAnimationFrame(draw);
    };
    const recolour = (): void => {
      ink = undefined;
      request();
    };

    rebuild();
    void document.fonts.ready.then(recolour);
    const stops = [
      onTick(sample),
      store.subscribe((now, before) => {
        if (
          now.transform !== before.transform ||
          now.nodes !== before.nodes ||
          now.width !== before.width ||
          now.height !== before.height
        )
          request();
      }),
      useFlowStore.subscribe((now, before) => {
        if (now.flow !== before.flow) rebuild();
      }),
      useRunStore.subscribe((now, before) => {
        if (now.schema !== before.schema) rebuild();
        if (hasEnded(now.info) && !hasEnded(before.info)) {
          publish({ nodes: {}, edges: useLiveState.getState().edges });
          sample();
        }
      }),
      useTheme.subscribe(recolour),
    ];
    return () => {
      cancelAnimationFrame(frame);
      for (const stop of stops) stop();
      useLiveState.setState({ isMeasured: false, nodes: {}, edges: {} });
    };
  }, [store]);
  return <canvas ref={canvas} className="overlay" aria-hidden="true" data-testid="overlay" />;
}

/** Hands flags and weights to React, keeping entries that say the same. */
function publish(next: { nodes: { [id: string]: LiveNode }; edges: { [id: string]: LiveEdge } }): void {
  const { nodes, edges } = useLiveState.getState();
  const kept = <T,>(now: { [id: string]: T }, before: { readonly [id: string]: T }): { [id: string]: T } =>
    Object.fromEntries(
      Object.entries(now).map(([id, value]) => {
        const old = before[id];
        return [id, old !== undefined && isEqual(old, value) ? old : value];
      }),
    );
  useLiveState.setState({ nodes: kept(next.nodes, nodes), edges: kept(next.edges, edges) });
}
