import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, mergeText, patchOf, toLineFeeds } from './text-patch.ts';

const line = fc.constantFrom('a', 'b', 'a1.port = 1', 'a1.port = 44444', '# 😀', '😁', '');
const text = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.boolean())
  .map(([lines, isEnded]) => lines.join('\n') + (isEnded ? '\n' : ''));

describe('the patch between two texts', () => {
  it('makes the second of the first', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applyEdits(before, patchOf(before, after))).toBe(after);
      }),
      { numRuns: 1000 },
    );
  });

  it('is in order, never empty-handed, and cuts no character', () => {
    const whole = (part: string): boolean => !/^[\udc00-\udfff]|[\ud800-\udbff]$/.test(part);
    fc.assert(
      fc.property(text, text, (before, after) => {
        let at = -1;
        for (const edit of patchOf(before, after)) {
          expect(edit.start).toBeGreaterThan(at);
          expect(edit.end).toBeGreaterThanOrEqual(edit.start);
          expect(edit.end > edit.start || edit.text !== '').toBe(true);
          expect([before.slice(0, edit.start), before.slice(edit.end), edit.text].every(whole)).toBe(true);
          at = edit.end;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('touches only the characters of a value that changed', () => {
    const before = 'a.sources = s\na.sources.s.port = 44444\na.sinks = k\n';
    expect(patchOf(before, before.replace('44444', '44555'))).toEqual([{ start: 35, end: 38, text: '555' }]);
  });

  it('leaves the lines between two changes alone', () => {
    expect(patchOf('one\ntwo\nthree\nfour\n', 'ONE\ntwo\nthree\nfive\n')).toEqual([
      { start: 0, end: 3, text: 'ONE' },
      { start: 15, end: 18, text: 'ive' },
    ]);
  });

  it('takes a great difference as one block', () => {
    const before = Array.from({ length: 1500 }, (_, i) => `old ${i}\n`).join('');
    const after = Array.from({ length: 1500 }, (_, i) => `new ${i}\n`).join('');
    const edits = patchOf(before, after);
    expect(edits).toHaveLength(1);
    expect(applyEdits(before, edits)).toBe(after);
  });
});

describe('the merge of two texts', () => {
  it('is the side that changed when the other did not', () => {
    fc.assert(
      fc.property(text, text, (base, changed) => {
        expect(mergeText(base, changed, base)).toBe(changed);
        expect(mergeText(base, base, changed)).toBe(changed);
        expect(mergeText(base, changed, changed)).toBe(changed);
      }),
    );
  });

  it('has every change of mine', () => {
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        const merged = mergeText(base, mine, theirs);
        // What is mine and not of the base is there, as often as I wrote it.
        for (const one of mine.split('\n').filter((l) => !base.split('\n').includes(l))) {
          expect(merged.split('\n')).toContain(one);
        }
      }),
    );
  });

  it('takes both sides where they changed different lines', () => {
    expect(mergeText('a = 1\nb = 2\nc = 3\n', 'a = 9\nb = 2\nc = 3\n', 'a = 1\nb = 2\nc = 7\nd = 4\n')).toBe(
      'a = 9\nb = 2\nc = 7\nd = 4\n',
    );
  });

  it('keeps mine where both changed one line', () => {
    expect(mergeText('a = 1\nb = 2\n', 'a = 5\nb = 2\n', 'a = 6\nb = 3\n')).toBe('a = 5\nb = 3\n');
  });
});

it('counts every line end as one', () => {
  expect(toLineFeeds('a\r\nb\rc\nd')).toBe('a\nb\nc\nd');
});
