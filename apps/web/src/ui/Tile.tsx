import type { EngineId } from '@sluice/protocol';
import type { ReactElement } from 'react';
import { Icon } from './Icon.tsx';

/** Outline of each engine's tile in a 28 box: square, hexagon, cut corner; `lambda` is the round one. */
const shapes: { readonly [engine: string]: ReactElement } = {
  flume: <rect x=".5" y=".5" width="27" height="27" rx="6" />,
  storm: (
    <path d="M8.4 1.2h11.2a2 2 0 0 1 1.7 1l5.6 10.8a2 2 0 0 1 0 2l-5.6 10.8a2 2 0 0 1-1.7 1H8.4a2 2 0 0 1-1.7-1L1.1 15a2 2 0 0 1 0-2L6.7 2.2a2 2 0 0 1 1.7-1z" />
  ),
  spark: (
    <path d="M3.5 .5h15.2a3 3 0 0 1 2.1 .9l5.8 5.8a3 3 0 0 1 .9 2.1v15.2a3 3 0 0 1-3 3h-21a3 3 0 0 1-3-3v-21a3 3 0 0 1 3-3z" />
  ),
  lambda: <circle cx="14" cy="14" r="13.5" />,
};

/** Icon that stands for a whole engine. */
export const engineIcons: { readonly [engine in EngineId]: string } = {
  flume: 'waves',
  storm: 'cloud-lightning',
  spark: 'flame',
};

/** How each engine is called in a sentence. */
export const engineTitles: { readonly [engine in EngineId]: string } = {
  flume: 'Flume',
  storm: 'Storm',
  spark: 'Spark',
};

const iconSizes = { 16: 10, 20: 12, 24: 13, 28: 15, 36: 18 } as const;

/** The outline alone, for drawings inside another svg (a 28 x 28 box). */
export function TileShape({ engine }: { readonly engine: string }): ReactElement {
  return shapes[engine] ?? shapes.lambda ?? <rect width="28" height="28" />;
}

export interface TileProps {
  readonly engine: EngineId;
  /** A lucide name; the engine's own icon when left out. */
  readonly icon?: string;
  readonly size?: keyof typeof iconSizes;
  readonly isSolid?: boolean;
  /** Given where the tile is the only sign of what it stands for. */
  readonly label?: string;
}

/** An icon inside its engine's outline: hue and shape together say which engine. */
export function Tile({ engine, icon, size = 28, isSolid = false, label }: TileProps): ReactElement {
  const names = ['tile', engine, size === 28 ? '' : `s${size}`, isSolid ? 'solid' : '']
    .filter(Boolean)
    .join(' ');
  return (
    <span className={names} {...(label === undefined ? {} : { role: 'img', 'aria-label': label })}>
      <svg className="shape" viewBox="0 0 28 28" aria-hidden="true">
        <TileShape engine={engine} />
      </svg>
      <Icon name={icon ?? engineIcons[engine]} size={iconSizes[size]} />
    </span>
  );
}
