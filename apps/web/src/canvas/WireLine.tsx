import type { ConnectionLineComponentProps } from '@xyflow/react';
import type { ReactElement } from 'react';
import { useCanvasStore } from './canvas-store.ts';
import { portReach } from './FlowEdge.tsx';
import { routeEdge } from './route.ts';

/** The wire while it is drawn: accent, or red dashes with a cross where it may not end. */
export function WireLine({
  fromX,
  fromY,
  toX,
  toY,
  fromHandle,
  toHandle,
}: ConnectionLineComponentProps): ReactElement {
  const isRefused = useCanvasStore((s) => s.refusal !== undefined);
  const isOut = fromHandle.type === 'source';
  const start = { x: fromX + (isOut ? -portReach : portReach), y: fromY };
  const end = { x: toX + (toHandle ? (isOut ? portReach : -portReach) : 0), y: toY };
  const { path } = isOut ? routeEdge(start, end) : routeEdge(end, start);
  return (
    <g className={isRefused ? 'wire refused' : 'wire'}>
      <path className="e" d={path} />
      {isRefused ? (
        <g transform={`translate(${toX} ${toY})`}>
          <circle r="7" />
          <path d="M-2.5 -2.5L2.5 2.5M2.5 -2.5L-2.5 2.5" />
        </g>
      ) : null}
    </g>
  );
}
