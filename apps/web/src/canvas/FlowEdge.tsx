import { type Edge, type EdgeProps } from '@xyflow/react';
import { memo, type ReactElement } from 'react';
import { catalog } from '../engines.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { useLiveState } from './live-state.ts';
import { engineIdOf } from './looks.ts';
import { routeEdge, type Way, wordsX } from './route.ts';
import { edgeWords } from './words.ts';

/** A connection on the canvas. */
export type FlowEdgeType = Edge<Required<Way>, 'flow'>;

/** Half the hit area of a port: React Flow measures ends from its outside. */
export const portReach = 12;

/** Of `500 11px Geist`, a little too wide rather than too narrow: letters are 6 px on average, thin ones are not counted. */
function widthOfWords(words: string): number {
  return words.length * 6.2;
}

/** Draws one connection: the way, its words, and its state while it runs. */
export const FlowEdge = memo(function FlowEdge({
  id,
  sourceX,
  sourceY,
  targetX,
  targetY,
  selected,
  data,
  target,
}: EdgeProps<FlowEdgeType>): ReactElement | null {
  const words = useFlowStore((s) => {
    const connection = s.flow.connections[id];
    return connection && edgeWords(catalog, s.flow, connection, s.streamTypes[id]);
  });
  const type = useFlowStore(
    (s) => s.flow.components[s.flow.connections[id]?.from.component ?? '']?.type ?? '',
  );
  const isLink = useFlowStore((s) => s.flow.connections[id]?.to.port === 'files');
  const isBad = useFlowStore((s) => s.problems.connections[id]?.some((d) => d.severity === 'error') ?? false);
  const isFeeding = useFlowStore((s) => s.selection.components.includes(target));
  const live = useLiveState((s) => s.edges[id]);
  const route = routeEdge(
    { x: sourceX - portReach, y: sourceY },
    { x: targetX + portReach, y: targetY },
    data,
  );
  const gap = targetX - sourceX + 2 * portReach;
  const isTinted = selected === true || isFeeding;
  const classes = [
    'e',
    live ? ['', '', 'w2', 'w3'][live.weight] : '',
    isTinted ? 'sel' : '',
    isLink ? 'dash' : '',
    isBad ? 'err' : '',
    live?.isBlocked ? 'blocked' : '',
  ];
  return (
    <>
      <path id={id} className={classes.filter(Boolean).join(' ')} d={route.path} />
      <path
        className="react-flow__edge-interaction"
        d={route.path}
        fill="none"
        strokeOpacity={0}
        strokeWidth={20}
      />
      {words === undefined ? null : (
        <text
          className={`edge-words ${engineIdOf(type)} ${route.wordsSide}${widthOfWords(words) <= gap - 8 ? ' fits' : ''}`}
          x={wordsX(route, widthOfWords(words))}
          y={route.words.y}
        >
          {words}
        </text>
      )}
    </>
  );
});
