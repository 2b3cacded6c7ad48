import { FlowPatchConflict } from './errors.ts';
import type { Flow, Patch } from './flow.ts';
import { checkShape } from './parse-flow.ts';
import { findUnsafe, isSafeKey } from './schema.ts';

type Json = Record<string, unknown>;

function isPlain(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Adding a part that is there already with other content is a collision: two people made the same id. */
function isPart(path: readonly (string | number)[]): boolean {
  return path.length === 2 && path[0] !== 'layout';
}

/** Copies each object of the tree at most once per call. */
type Owned = WeakSet<Json>;

function editable(value: Json, owned: Owned): Json {
  if (owned.has(value)) return value;
  const copy = { ...value };
  owned.add(copy);
  return copy;
}

function refuse(message: string, patch: Patch): never {
  throw new FlowPatchConflict(message, patch.path);
}

function apply(root: Json, patch: Patch, owned: Owned): Json {
  const top = editable(root, owned);
  let parent = top;
  const keys = patch.path.map((key) => {
    if (typeof key === 'string' && isSafeKey(key)) return key;
    return refuse(`A patch has the key ${JSON.stringify(key)}, which no flow has.`, patch);
  });
  const last = keys.pop();
  if (last === undefined) return refuse('A patch has no path.', patch);
  for (const [depth, key] of keys.entries()) {
    const child = Object.hasOwn(parent, key) ? parent[key] : undefined;
    if (!isPlain(child)) return refuse(`${keys.slice(0, depth + 1).join('.')} no longer exists.`, patch);
    const copy = editable(child, owned);
    parent[key] = copy;
    parent = copy;
  }
  const exists = Object.hasOwn(parent, last);
  if (patch.op === 'remove') {
    delete parent[last];
    return top;
  }
  if (patch.value === undefined) return refuse('A patch has no value.', patch);
  const unsafe = findUnsafe(patch.value);
  if (unsafe !== undefined) return refuse(unsafe, patch);
  if (isPart(patch.path) && patch.op === 'replace' && !exists) {
    return refuse(`${patch.path.join('.')} no longer exists.`, patch);
  }
  if (isPart(patch.path) && patch.op === 'add' && exists) {
    if (JSON.stringify(parent[last]) === JSON.stringify(patch.value)) return top;
    return refuse(`${patch.path.join('.')} exists already.`, patch);
  }
  parent[last] = patch.value;
  return top;
}

/**
 * Applies patches, whoever sent them. Setting or removing one property is last-writer-wins; what cannot be merged,
 * or would leave a document that contradicts itself, throws {@link FlowPatchConflict} and changes nothing.
 */
export function applyPatches(flow: Flow, patches: readonly Patch[]): Flow {
  let after = flow as unknown as Json;
  const owned: Owned = new WeakSet();
  for (const patch of patches) after = apply(after, patch, owned);
  const checked = checkShape(after);
  if (checked.problems !== undefined) {
    throw new FlowPatchConflict(checked.problems[0]?.message ?? 'The flow would be broken.');
  }
  return after as unknown as Flow;
}
