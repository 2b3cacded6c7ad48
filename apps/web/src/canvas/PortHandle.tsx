import { Handle, Position } from '@xyflow/react';
import type { ReactElement } from 'react';
import { portKey, useCanvasStore } from './canvas-store.ts';
import type { PortPlace } from './geometry.ts';
import { PortGlyph } from './PortGlyph.tsx';

/** One port of a node: the engine's glyph with a hit area of 24 by 24. */
export function PortHandle({
  id,
  name,
  type,
  port,
}: {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly port: PortPlace;
}): ReactElement {
  const fit = useCanvasStore(({ wire }) => {
    if (!wire) return '';
    if (wire.from.component === id && wire.from.port === port.name && wire.from.side === port.side)
      return ' start';
    if (!wire.legal.has(portKey({ component: id, port: port.name })) || wire.from.side === port.side)
      return ' unfit';
    const { candidate } = wire;
    return candidate?.component === id && candidate.port === port.name ? ' fit aimed' : ' fit';
  });
  return (
    <Handle
      type={port.side === 'in' ? 'target' : 'source'}
      position={port.side === 'in' ? Position.Left : Position.Right}
      id={port.name}
      className={`port-handle${fit}`}
      style={{ top: port.y }}
      data-testid={`port-${name}-${port.name}`}
      data-node={id}
      data-port={port.name}
      data-side={port.side}
    >
      <PortGlyph type={type} />
    </Handle>
  );
}
