import { describe, expect, it } from 'vitest';
import { type DraftStorage, saveDraft, takeDrafts } from './edit-draft.ts';
import type { PendingChange } from './edit-log.ts';

function storage(): DraftStorage & { readonly map: Map<string, string> } {
  const map = new Map<string, string>();
  return {
    map,
    get: (key) => map.get(key) ?? null,
    set: (key, value) => void map.set(key, value),
    remove: (key) => void map.delete(key),
    keys: () => [...map.keys()],
  };
}

const edit: PendingChange = {
  id: 'c1',
  label: 'Rename',
  patches: [{ op: 'replace', path: ['name'], value: 'b' }],
  inverse: [{ op: 'replace', path: ['name'], value: 'a' }],
  isSent: false,
  base: 3,
};

describe('drafts', () => {
  it('of a closed tab are taken over once', () => {
    const kept = storage();
    saveDraft(kept, { flow: 'f', client: 'gone' }, [edit]);
    expect(takeDrafts(kept, 'f', () => false)).toEqual([edit]);
    expect(takeDrafts(kept, 'f', () => false)).toEqual([]);
  });

  it('of a tab that lives, and of other flows, are left alone', () => {
    const kept = storage();
    saveDraft(kept, { flow: 'f', client: 'lives' }, [edit]);
    saveDraft(kept, { flow: 'other', client: 'gone' }, [edit]);
    expect(takeDrafts(kept, 'f', (client) => client === 'lives')).toEqual([]);
    expect(kept.map.size).toBe(2);
  });

  it('go away when everything is confirmed', () => {
    const kept = storage();
    saveDraft(kept, { flow: 'f', client: 'c' }, [edit]);
    saveDraft(kept, { flow: 'f', client: 'c' }, []);
    expect(kept.map.size).toBe(0);
  });

  it('that are damaged give nothing', () => {
    const kept = storage();
    kept.set('sluice.draft.f/a', '{"not": "a list"}');
    kept.set('sluice.draft.f/b', 'no json');
    kept.set('sluice.draft.f/c', JSON.stringify([{ id: 1 }, edit]));
    expect(takeDrafts(kept, 'f', () => false)).toEqual([edit]);
  });
});
