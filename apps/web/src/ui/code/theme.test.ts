import { describe, expect, it } from 'vitest';
import { themeOf, toHex } from './theme.ts';

describe('a computed colour', () => {
  it('is written in hex', () => {
    expect(toHex('color(srgb 0.0274 0.3725 0.7372)')).toBe('#075fbc');
    expect(toHex('color(srgb 1 1 1)')).toBe('#ffffff');
  });

  it('keeps its alpha and stays inside the screen', () => {
    expect(toHex('color(srgb -0.01 1.02 0.5 / 0.5)')).toBe('#00ff8080');
    expect(toHex('color(srgb 4.2e-7 0 0)')).toBe('#000000');
  });
});

describe('the theme', () => {
  const theme = (name: 'light' | 'dark') =>
    themeOf(name, (token) => (token === 'text' ? '#162025' : '#075fbc'));

  it('is made of tokens and stands on the right base', () => {
    expect(theme('light').base).toBe('vs');
    expect(theme('dark').base).toBe('vs-dark');
    expect(theme('light').colors['editor.foreground']).toBe('#162025');
    expect(theme('light').rules.find(({ token }) => token === 'key')?.foreground).toBe('075fbc');
  });

  it('has only colours that Monaco can read', () => {
    for (const value of Object.values(theme('dark').colors))
      expect(value).toMatch(/^#[0-9a-f]{6}([0-9a-f]{2})?$/);
  });
});
