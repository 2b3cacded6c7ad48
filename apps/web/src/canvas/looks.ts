import type { ComponentSpec, EngineDefinition } from '@sluice/component';
import { kindOf } from '@sluice/component';

/** The outline of a tile in a 28 x 28 box, and the port glyph in a 12 x 12 box, one per engine. */
export interface EngineLook {
  readonly tile: string;
  readonly port: string;
  /** What its system is called in a sentence. */
  readonly systemWord: string;
  /** Word for what runs, in the header of a system. */
  readonly runningWord: string;
}

type EngineId = EngineDefinition['id'];

const roundedSquare = 'M6.5 .5h15a6 6 0 0 1 6 6v15a6 6 0 0 1-6 6h-15a6 6 0 0 1-6-6v-15a6 6 0 0 1 6-6z';
const hexagon =
  'M8.4 1.2h11.2a2 2 0 0 1 1.7 1l5.6 10.8a2 2 0 0 1 0 2l-5.6 10.8a2 2 0 0 1-1.7 1H8.4a2 2 0 0 1-1.7-1L1.1 15a2 2 0 0 1 0-2L6.7 2.2a2 2 0 0 1 1.7-1z';
const cutCorner =
  'M3.5 .5h15.2a3 3 0 0 1 2.1 .9l5.8 5.8a3 3 0 0 1 .9 2.1v15.2a3 3 0 0 1-3 3h-21a3 3 0 0 1-3-3v-21a3 3 0 0 1 3-3z';

/** How each engine draws its tile and its unit of work at a port. */
export const engineLooks = {
  flume: {
    tile: roundedSquare,
    port: 'M3 1.5h6a1.5 1.5 0 0 1 1.5 1.5v6a1.5 1.5 0 0 1-1.5 1.5h-6a1.5 1.5 0 0 1-1.5-1.5v-6a1.5 1.5 0 0 1 1.5-1.5z',
    systemWord: 'Flume agent',
    runningWord: 'running in process',
  },
  storm: {
    tile: hexagon,
    systemWord: 'Storm topology',
    port: 'M6 1.25a4.75 4.75 0 0 1 0 9.5a4.75 4.75 0 0 1 0-9.5z',
    runningWord: 'ACTIVE',
  },
  spark: {
    tile: cutCorner,
    systemWord: 'Spark streaming context',
    port: 'M5-1h2a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-2a2 2 0 0 1-2-2v-10a2 2 0 0 1 2-2z',
    runningWord: 'ACTIVE',
  },
} satisfies Record<EngineId, EngineLook>;

/** What kind of optional lines a node has, by `<engine>.<kind>`. */
export interface KindLook {
  readonly width: number;
  /** A bar that shows how full the buffer is. */
  readonly hasTank: boolean;
  /** The line with acked, failed and the number of executors. */
  readonly hasAcks: boolean;
}

const plain: KindLook = { width: 208, hasTank: false, hasAcks: false };
const storm: KindLook = { width: 188, hasTank: false, hasAcks: true };

const kindLooks: { readonly [engineKind: string]: KindLook } = {
  'flume.channel': { width: 216, hasTank: true, hasAcks: false },
  'storm.spout': storm,
  'storm.bolt': storm,
};

/** The look of a component by its kind. */
export function kindLook(spec: ComponentSpec | undefined): KindLook {
  if (!spec) return plain;
  return kindLooks[spec.id.split('.').slice(0, 2).join('.')] ?? plain;
}

/** The kind in words, as it stands under a component's name. */
export function kindWord(spec: ComponentSpec): string {
  return kindOf(spec.id).replaceAll('-', ' ');
}

/** The engine a type id belongs to, by its first part; unknown prefixes draw like Flume, whose texts they come from. */
export function engineIdOf(type: string): EngineId {
  const id = type.split('.')[0];
  return id === 'storm' || id === 'spark' ? id : 'flume';
}
