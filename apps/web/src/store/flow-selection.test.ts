import { describe, expect, it } from 'vitest';
import { arrived, focusOf, nothing, only, pruned } from './flow-selection.ts';

const flow = {
  components: { a: {}, b: {}, i: { host: 'a' } },
  systems: { s: {} },
  connections: { w: {} },
};

describe('what is selected', () => {
  it('is shown alone, or counted', () => {
    expect(focusOf(nothing)).toEqual({ kind: 'none' });
    for (const kind of ['component', 'system', 'connection'] as const) {
      expect(focusOf(only(kind, 'x'))).toEqual({ kind, id: 'x' });
    }
    expect(focusOf({ components: ['a'], systems: ['s'], connections: ['w'] })).toEqual({
      kind: 'many',
      count: 3,
    });
    expect(focusOf({ ...only('component', 'a'), attached: 'i' })).toEqual({ kind: 'component', id: 'i' });
  });

  it('loses what no longer exists, and stays the same object otherwise', () => {
    const selection = { components: ['a'], systems: ['s'], connections: [] };
    expect(pruned(selection, flow)).toBe(selection);
    expect(pruned({ ...selection, components: ['a', 'gone'] }, flow)).toEqual(selection);
  });

  it('is what undo brings back: components before the connections that came with them, never attached ones', () => {
    const empty = { components: {}, connections: {} };
    expect(arrived(empty, flow)).toEqual(only2('a', 'b'));
    expect(arrived({ ...flow, connections: {} }, flow)).toEqual(only('connection', 'w'));
    expect(arrived(flow, flow)).toBeUndefined();
    expect(arrived(flow, empty)).toBeUndefined();
    const { i, ...without } = flow.components;
    expect(arrived({ ...flow, components: without }, flow)).toBeUndefined();
    expect(i).toBeDefined();
  });
});

const only2 = (...components: string[]) => ({ ...nothing, components });
