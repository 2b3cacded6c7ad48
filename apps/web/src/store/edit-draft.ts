import type { PendingChange } from './edit-log.ts';

/** Where drafts are kept: the browser's storage, or a map in tests. */
export interface DraftStorage {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(): readonly string[];
}

const prefix = 'sluice.draft.';

function keyOf(flow: string, client: string): string {
  return `${prefix}${flow}/${client}`;
}

/** Keeps the edits the server has not confirmed, so that a closed tab loses nothing. */
export function saveDraft(
  storage: DraftStorage,
  place: { readonly flow: string; readonly client: string },
  pending: readonly PendingChange[],
): void {
  const key = keyOf(place.flow, place.client);
  if (pending.length === 0) storage.remove(key);
  else storage.set(key, JSON.stringify(pending));
}

/** Takes over the drafts of tabs that are gone. `isAlive` says whether a client still has a tab. */
export function takeDrafts(
  storage: DraftStorage,
  flow: string,
  isAlive: (client: string) => boolean,
): readonly PendingChange[] {
  const taken: PendingChange[] = [];
  for (const key of [...storage.keys()].sort()) {
    if (!key.startsWith(`${prefix}${flow}/`)) continue;
    if (isAlive(key.slice(prefix.length + flow.length + 1))) continue;
    taken.push(...readDraft(storage.get(key)));
    storage.remove(key);
  }
  return taken;
}

function readDraft(text: string | null): PendingChange[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter(isPending) : [];
  } catch {
    return [];
  }
}

function isPending(value: unknown): value is PendingChange {
  return (
    typeof value === 'object' &&
    value !== null &&
    'patches' in value &&
    Array.isArray(value.patches) &&
    'inverse' in value &&
    Array.isArray(value.inverse) &&
    'label' in value &&
    typeof value.label === 'string' &&
    'id' in value &&
    typeof value.id === 'string' &&
    'base' in value &&
    typeof value.base === 'number'
  );
}
