import { describe, expect, it } from 'vitest';
import { tabAfterKey } from './tab-keys.ts';

describe('keys of a tab list', () => {
  it('go round with the arrows', () => {
    expect(tabAfterKey('ArrowRight', 0, 3)).toBe(1);
    expect(tabAfterKey('ArrowRight', 2, 3)).toBe(0);
    expect(tabAfterKey('ArrowLeft', 0, 3)).toBe(2);
  });

  it('go to the first and the last', () => {
    expect(tabAfterKey('Home', 2, 3)).toBe(0);
    expect(tabAfterKey('End', 0, 3)).toBe(2);
  });

  it('leave all others alone, and a list of nothing too', () => {
    expect(tabAfterKey('Enter', 1, 3)).toBeUndefined();
    expect(tabAfterKey('ArrowDown', 1, 3)).toBeUndefined();
    expect(tabAfterKey('End', -1, 0)).toBeUndefined();
  });
});
