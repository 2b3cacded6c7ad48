import type { Flow } from './flow.ts';
import { idPattern, isSafeKey } from './schema.ts';

/** Turns any words into a slug that may be an id. */
export function toSlug(words: string): string {
  const slug = words
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[-_]+|-+$/g, '')
    .slice(0, 48);
  return idPattern.test(slug) && isSafeKey(slug) ? slug : 'part';
}

function isTaken(flow: Flow, id: string): boolean {
  return (
    Object.hasOwn(flow.components, id) ||
    Object.hasOwn(flow.connections, id) ||
    Object.hasOwn(flow.systems, id) ||
    Object.hasOwn(flow.texts, id)
  );
}

/** The number after `stem` in the highest-numbered id of the flow that starts with it; a bare stem counts as 1. */
function highest(flow: Flow, stem: string): number {
  let most = 0;
  for (const part of [flow.components, flow.connections, flow.systems, flow.texts]) {
    for (const id of Object.keys(part)) {
      if (!id.startsWith(stem)) continue;
      const suffix = id.slice(stem.length);
      if (suffix === '') most = Math.max(most, 1);
      else if (/^[1-9][0-9]{0,8}$/.test(suffix)) most = Math.max(most, Number(suffix));
    }
  }
  return most;
}

/**
 * An id nothing in the flow has: `base` as a slug, or its stem with a number above every number the stem has in
 * the flow. Numbers of removed parts below the highest one therefore do not come back; there is no list of the dead.
 */
export function newId(flow: Flow, base: string): string {
  const slug = toSlug(base);
  const stem = slug.replace(/[0-9]+$/, '') || slug;
  const most = highest(flow, stem);
  if (!isTaken(flow, slug) && (most === 0 || Number(slug.slice(stem.length)) > most)) return slug;
  if (!isTaken(flow, slug) && slug !== stem) return slug;
  return `${stem}${Math.max(most, 1) + 1}`;
}

/** A name no component of the system has, numbered the way ids are: `sink`, `sink2`, `sink3`. */
export function newName(flow: Flow, system: string, base: string): string {
  const names = new Set(
    Object.values(flow.components)
      .filter((c) => c.system === system)
      .map((c) => c.name),
  );
  if (!names.has(base)) return base;
  const stem = base.replace(/[0-9]+$/, '') || base;
  let number = 2;
  while (names.has(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}
