import { describe, expect, it } from 'vitest';
import { changeRequestSchema, faultRequestSchema, replayCommandSchema } from './rest.ts';

describe('change requests', () => {
  const good = {
    client: 'c',
    base: 0,
    label: 'Move',
    patches: [{ op: 'replace', path: ['layout'], value: 1 }],
  };
  it('accept a gesture', () => expect(changeRequestSchema.safeParse(good).success).toBe(true));
  it.each([
    ['no patches', { ...good, patches: [] }],
    ['an empty path', { ...good, patches: [{ op: 'replace', path: [], value: 1 }] }],
    ['an unknown operation', { ...good, patches: [{ op: 'move', path: ['a'] }] }],
    ['a negative base', { ...good, base: -1 }],
    ['an unknown key', { ...good, extra: 1 }],
    [
      'a path 33 deep',
      { ...good, patches: [{ op: 'add', path: Array.from({ length: 33 }, () => 'a'), value: 1 }] },
    ],
  ])('refuse %s', (_, request) => expect(changeRequestSchema.safeParse(request).success).toBe(false));
});

describe('commands to a run', () => {
  it('know five replay actions and nothing else', () => {
    expect(replayCommandSchema.safeParse({ action: 'rate', rate: null }).success).toBe(true);
    expect(replayCommandSchema.safeParse({ action: 'rate', rate: 0 }).success).toBe(false);
    expect(replayCommandSchema.safeParse({ action: 'rewind' }).success).toBe(false);
  });
  it('keep fractions within 0 and 1', () => {
    expect(faultRequestSchema.safeParse({ component: 'a', failFraction: 1 }).success).toBe(true);
    expect(faultRequestSchema.safeParse({ component: 'a', failFraction: 1.01 }).success).toBe(false);
  });
});
