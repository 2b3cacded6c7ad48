import type { AppliedComponent, AppliedSystem } from '@sluice/component';
import { kindOf } from '@sluice/component';
import { toMs } from './window-fields.ts';

/** Transformations by what they give, whatever they read; all others give what they read. */
const givesElements = new Set(['map', 'map-function', 'flat-map', 'flat-map-function', 'count-by-window']);
/** Joins of two streams of pairs; they give pairs. */
export const joins: ReadonlySet<string> = new Set([
  'join',
  'left-outer-join',
  'right-outer-join',
  'full-outer-join',
  'cogroup',
]);
const givesPairs = new Set([
  'map-to-pair',
  'map-to-pair-function',
  'reduce-by-key',
  'reduce-by-key-function',
  'count-by-value',
  'count-by-value-and-window',
  'reduce-by-key-and-window',
  'update-state-by-key',
  ...joins,
]);

/** Local part of a component type: `spark.transformation.flat-map` is `flat-map`. */
export function operatorName(component: AppliedComponent): string {
  return component.spec.id.split('.').slice(2).join('.');
}

/** Says whether a component has a window of its own. */
export function isWindowed(component: AppliedComponent): boolean {
  return 'slideSeconds' in component.spec.config;
}

/** Windows that add the new slide and take the old one away, instead of starting anew. */
export function hasInverse(component: AppliedComponent): boolean {
  const { inverse } = component.config;
  return (
    ['count-by-window', 'count-by-value-and-window'].includes(operatorName(component)) ||
    (typeof inverse === 'string' && inverse.trim() !== '')
  );
}

/** What Spark would know about each DStream before it starts: parents, slide, and whether it holds pairs. */
export interface Streams {
  parents(id: string): readonly AppliedComponent[];
  children(id: string): readonly AppliedComponent[];
  /** Milliseconds between batches of the stream a component gives. */
  slideMs(id: string): number;
  /** Undefined when it is not known (no parent, or parents that differ). */
  shape(id: string): 'element' | 'pair' | undefined;
}

/** Reads the DStreams of a streaming context. */
export function streamsOf(system: AppliedSystem): Streams {
  const byId = new Map(system.components.map((c) => [c.id, c]));
  const isStream = (id: string, port: string): boolean =>
    byId.get(id)?.spec.inputs.some((p) => p.name === port && p.carries === 'spark.dstream') === true;
  const links = system.connections.filter(
    (c) => isStream(c.to.component, c.to.port) && c.from.port === 'out',
  );
  const known = (ids: readonly string[]): AppliedComponent[] =>
    ids.map((id) => byId.get(id)).filter((c) => c !== undefined);
  const parents = (id: string): AppliedComponent[] =>
    known(links.filter((c) => c.to.component === id).map((c) => c.from.component));
  const children = (id: string): AppliedComponent[] =>
    known(links.filter((c) => c.from.component === id).map((c) => c.to.component));

  function slideMs(id: string, seen: ReadonlySet<string> = new Set()): number {
    const component = byId.get(id);
    const slide = component?.config.slideSeconds;
    if (component && isWindowed(component) && typeof slide === 'number' && slide > 0) return toMs(slide);
    const parent = parents(id)[0];
    // A loop has no slide; the compiler reports it.
    if (!parent || seen.has(parent.id)) return Number(system.config.batchIntervalMs);
    return slideMs(parent.id, new Set([...seen, id]));
  }

  function shape(id: string, seen: ReadonlySet<string> = new Set()): 'element' | 'pair' | undefined {
    const component = byId.get(id);
    if (!component || seen.has(id)) return undefined;
    if (kindOf(component.spec.id) === 'input' || givesElements.has(operatorName(component))) return 'element';
    if (operatorName(component) === 'map-with-state') {
      return component.config.gives === 'snapshots' ? 'pair' : 'element';
    }
    if (givesPairs.has(operatorName(component))) return 'pair';
    const shapes = new Set(parents(id).map((p) => shape(p.id, new Set([...seen, id]))));
    return shapes.size === 1 ? [...shapes][0] : undefined;
  }

  return { parents, children, slideMs: (id) => slideMs(id), shape: (id) => shape(id) };
}
