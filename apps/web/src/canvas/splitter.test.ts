import { describe, expect, it } from 'vitest';
import { sizeAfterKey } from './Splitter.tsx';

const palette = {
  orientation: 'vertical',
  size: 232,
  min: 200,
  max: 320,
  usual: 240,
  isAfter: false,
} as const;

describe('keys of a splitter', () => {
  it('move the line: a panel before it grows to the right, one after it to the left', () => {
    expect(sizeAfterKey('ArrowRight', palette)).toBe(248);
    expect(sizeAfterKey('ArrowLeft', palette)).toBe(216);
    expect(sizeAfterKey('ArrowRight', { ...palette, isAfter: true })).toBe(216);
    expect(sizeAfterKey('ArrowUp', { ...palette, orientation: 'horizontal', isAfter: true })).toBe(248);
  });

  it('know the ends and the usual size', () => {
    expect(sizeAfterKey('Home', palette)).toBe(200);
    expect(sizeAfterKey('End', palette)).toBe(320);
    expect(sizeAfterKey('Enter', palette)).toBe(240);
  });

  it('leave the keys across the line alone', () => {
    expect(sizeAfterKey('ArrowUp', palette)).toBeUndefined();
    expect(sizeAfterKey('Tab', palette)).toBeUndefined();
  });
});
