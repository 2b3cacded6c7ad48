import type { JsonObject } from '@sluice/ir';

/** A point on the canvas, pixels at zoom 1; systems also have a size. */
export interface Position {
  readonly x: number;
  readonly y: number;
}
export interface Box extends Position {
  readonly width: number;
  readonly height: number;
}

export interface FlowText {
  readonly language: string;
  readonly content: string;
}
export interface FlowSystem {
  readonly type: string;
  readonly name: string;
  readonly config: JsonObject;
  readonly extra?: { readonly [key: string]: string };
  readonly text?: string;
}
export interface FlowComponent {
  readonly type: string;
  readonly name: string;
  readonly system: string;
  readonly config: JsonObject;
  readonly extra?: { readonly [key: string]: string };
  readonly host?: string;
  readonly order?: number;
}
export interface FlowConnection {
  readonly from: { readonly component: string; readonly port: string };
  readonly to: { readonly component: string; readonly port: string };
  readonly config: JsonObject;
}

/**
 * The saved document. Meaning first, looks last; ids are short slugs, unique in the flow and never reused.
 * It satisfies `Drawing` of the component package structurally.
 */
export interface Flow {
  readonly version: { readonly major: 1; readonly minor: number };
  readonly name: string;
  readonly summary: string;
  readonly texts: { readonly [id: string]: FlowText };
  readonly systems: { readonly [id: string]: FlowSystem };
  readonly components: { readonly [id: string]: FlowComponent };
  readonly connections: { readonly [id: string]: FlowConnection };
  readonly layout: {
    readonly components: { readonly [id: string]: Position };
    readonly systems: { readonly [id: string]: Box };
  };
}

/** One step of a change: replace, add or remove the value at a path of object keys. */
export interface Patch {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: readonly (string | number)[];
  readonly value?: unknown;
}

/** What one gesture did: both directions, with the words the undo menu shows. */
export interface Change {
  readonly label: string;
  readonly patches: readonly Patch[];
  readonly inverse: readonly Patch[];
}

/** An empty flow. */
export function emptyFlow(name: string): Flow {
  return {
    version: { major: 1, minor: 0 },
    name,
    summary: '',
    texts: {},
    systems: {},
    components: {},
    connections: {},
    layout: { components: {}, systems: {} },
  };
}
