import type { Flow } from '@sluice/flow';
import type { ReactElement } from 'react';
import { engineOfType } from '../runs/words.ts';
import { TileShape } from '../ui/Tile.tsx';
import { layThumbnail, nodeHeight, nodeWidth } from './thumbnail-layout.ts';

/** A flow as a small drawing: its boxes, tiles and edges where they stand on the canvas. */
export function Thumbnail({ flow }: { readonly flow: Flow }): ReactElement {
  const { view, systems, nodes, edges } = layThumbnail(flow);
  return (
    <svg
      viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
      width="100%"
      height="100%"
      aria-hidden="true"
      className="thumbnail"
    >
      {systems.map(({ id, box, type }) => {
        const engine = engineOfType(type) ?? 'lambda';
        return (
          <rect
            key={id}
            x={box.x}
            y={box.y}
            width={box.width}
            height={box.height}
            rx={22}
            fill={`var(--color-${engine}-soft)`}
            fillOpacity=".5"
            stroke={`var(--color-${engine}-line)`}
            className="line"
          />
        );
      })}
      {edges.map(({ id, path }) => (
        <path key={id} d={path} fill="none" stroke="var(--color-edge)" className="line edge" />
      ))}
      {nodes.map(({ id, x, y, type, isBuffer }) => {
        const engine = engineOfType(type) ?? 'lambda';
        return (
          <g key={id} transform={`translate(${x} ${y})`}>
            <rect
              width={nodeWidth}
              height={nodeHeight}
              rx={16}
              fill="var(--color-raised)"
              stroke="var(--color-line-2)"
              className="line"
            />
            <g
              transform="translate(18 20) scale(1.9)"
              fill={`var(--color-${engine}-soft)`}
              stroke={`var(--color-${engine})`}
              strokeWidth="2.6"
            >
              <TileShape engine={engine} />
            </g>
            {isBuffer ? (
              <>
                <rect x={90} y={36} width={92} height={20} rx={7} fill="var(--color-track)" />
                <rect x={90} y={36} width={30} height={20} rx={7} fill="var(--color-water)" />
              </>
            ) : (
              <>
                <rect x={90} y={28} width={86} height={12} rx={6} fill="var(--color-text-3)" opacity=".75" />
                <rect x={90} y={54} width={58} height={12} rx={6} fill="var(--color-line-2)" />
              </>
            )}
          </g>
        );
      })}
    </svg>
  );
}
