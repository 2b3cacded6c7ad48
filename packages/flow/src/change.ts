import type { Change, Flow, Patch } from './flow.ts';
import { isEqual } from './json-equal.ts';

type Json = Record<string, unknown>;

function isPlain(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How many keys deep a patch may reach: a property of a component, an entry of its config, a place in the layout. */
const deepest = 4;

function compare(
  before: Json,
  after: Json,
  path: readonly string[],
  into: { forth: Patch[]; back: Patch[] },
): void {
  for (const key of Object.keys(before)) {
    if (Object.hasOwn(after, key) && after[key] !== undefined) continue;
    if (before[key] === undefined) continue;
    into.forth.push({ op: 'remove', path: [...path, key] });
    into.back.push({ op: 'add', path: [...path, key], value: before[key] });
  }
  for (const key of Object.keys(after)) {
    const [old, now] = [Object.hasOwn(before, key) ? before[key] : undefined, after[key]];
    if (old === now || now === undefined) continue;
    const here = [...path, key];
    if (old === undefined) {
      into.forth.push({ op: 'add', path: here, value: now });
      into.back.push({ op: 'remove', path: here });
    } else if (isPlain(old) && isPlain(now) && here.length < deepest && !isValue(here)) {
      compare(old, now, here, into);
    } else if (!isEqual(old, now)) {
      into.forth.push({ op: 'replace', path: here, value: now });
      into.back.push({ op: 'replace', path: here, value: old });
    }
  }
}

/** Ends of connections and places in the layout change as a whole. */
function isValue(path: readonly string[]): boolean {
  return (path[0] === 'layout' && path.length === 3) || path[2] === 'from' || path[2] === 'to';
}

/** The patches that lead from one flow to another, and back; shared parts cost nothing. */
export function diffFlows(before: Flow, after: Flow): Pick<Change, 'patches' | 'inverse'> {
  const into = { forth: [] as Patch[], back: [] as Patch[] };
  compare(before as unknown as Json, after as unknown as Json, [], into);
  return { patches: into.forth, inverse: into.back.reverse() };
}

/**
 * Runs edits as one gesture. `recipe` is any composition of edits; an empty `change.patches` means nothing happened.
 *
 * @example
 * change(flow, 'Add sink', (f) => connect(addComponent(f, sink), wire));
 */
export function change(
  flow: Flow,
  label: string,
  recipe: (flow: Flow) => Flow,
): { readonly flow: Flow; readonly change: Change } {
  const after = recipe(flow);
  return { flow: after, change: { label, ...diffFlows(flow, after) } };
}

/** The change that undoes a change. */
export function invert(change: Change): Change {
  return { label: change.label, patches: change.inverse, inverse: change.patches };
}
