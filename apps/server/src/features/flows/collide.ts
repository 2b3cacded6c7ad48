import type { Patch } from '@sluice/flow';

/**
 * Whether two lists of patches write the same property with different values. Places in the layout never collide:
 * the last one to move a box wins.
 */
export function collide(mine: readonly Patch[], theirs: readonly Patch[]): boolean {
  return mine.some((a) => theirs.some((b) => patchesCollide(a, b)));
}

function patchesCollide(a: Patch, b: Patch): boolean {
  if (a.path[0] === 'layout' && b.path[0] === 'layout') return false;
  const shared = Math.min(a.path.length, b.path.length);
  for (let i = 0; i < shared; i += 1) if (a.path[i] !== b.path[i]) return false;
  if (a.path.length !== b.path.length) return true;
  return a.op === 'remove' || b.op === 'remove'
    ? a.op !== b.op
    : JSON.stringify(a.value) !== JSON.stringify(b.value);
}
