import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRegex } from './regex.ts';
import { type PatternSteps, patternSteps } from './steps.ts';

/** Runs steps over a text, the slow way: the groups, `none`, or `unsure`. */
function match(pattern: PatternSteps, text: string, groups: number): readonly string[] | 'none' | 'unsure' {
  const { steps, isAnchored, reachesEnd, isCertain } = pattern;
  const first = steps[0]?.max === 0 ? steps[0].then[0] : undefined;
  const edges: number[] = [];
  const attempt = (from: number): boolean => {
    let at = from;
    for (const step of steps) {
      if (step.before) edges[step.before.group * 2 + (step.before.edge === 'end' ? 1 : 0)] = at;
      let count = 0;
      while (at < text.length && count < step.max) {
        const code = text.charCodeAt(at);
        if (code < 128 ? step.ascii[code] !== 1 : !step.takesOthers) break;
        at++;
        count++;
      }
      if (count < step.min) return false;
      if (step.after) edges[step.after.group * 2 + (step.after.edge === 'end' ? 1 : 0)] = at;
      for (const code of step.then) if (text.charCodeAt(at++) !== code) return false;
    }
    return !reachesEnd || at === text.length;
  };
  const starts = isAnchored || first === undefined ? [0] : Array.from(text, (_, at) => at);
  const tried = starts.filter((at) => isAnchored || first === undefined || text.charCodeAt(at) === first);
  for (const at of isCertain ? tried : tried.slice(0, 1)) {
    if (attempt(at))
      return Array.from({ length: groups }, (_, g) => text.slice(edges[g * 2 + 2], edges[g * 2 + 3]));
  }
  return isCertain ? 'none' : 'unsure';
}

const set = fc.constantFrom('[^ ]', '[^"]', '\\S', '[0-9]', '\\d', '.', '[a-c]', '[^\\]]', 'a', '[ab]');
const times = fc.constantFrom('', '', '+', '*', '{2}', '{1,2}', '+?', '*?', '{2,}');
const part = fc.oneof(
  fc.tuple(set, times).map(([s, t]) => `(${s}${t})`),
  fc.tuple(set, times).map(([s, t]) => `${s}${t}`),
  fc.constantFrom(' ', '"', ' "', '\\] ', 'b', '(a)', '(a b)', '(-|[0-9])'),
);
const patterns = fc
  .record({
    parts: fc.array(part, { minLength: 1, maxLength: 6 }),
    isAnchored: fc.boolean(),
    end: fc.constantFrom('', '$', '(?:bc|[1-])?$'),
  })
  .map((p) => `${p.isAnchored ? '^' : ''}${p.parts.join('')}${p.end}`);
const texts = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', ' ', '"', ']', '1', '-', 'x', 'é'),
  maxLength: 14,
});

describe('steps of a pattern', () => {
  it('give what the matcher gives, or say that they do not know', () => {
    let certain = 0;
    let found = 0;
    fc.assert(
      fc.property(patterns, fc.array(texts, { minLength: 8, maxLength: 8 }), (source, some) => {
        const { steps } = patternSteps(source);
        const { pattern } = compileRegex(source);
        if (!steps || !pattern) return;
        for (const text of some) {
          if (steps.needsAscii && text.includes('é')) continue;
          const groups = pattern.groups.length - 1;
          const made = match(steps, text, groups);
          if (made === 'unsure') continue;
          const oracle = pattern.exec(text);
          certain++;
          if (oracle) found++;
          expect([source, text, made]).toEqual([source, text, oracle ? oracle.groups.slice(1) : 'none']);
        }
      }),
      { numRuns: 1000 },
    );
    expect(certain).toBeGreaterThan(700);
    expect(found).toBeGreaterThan(70);
  });

  it.each([
    '^(\\S+) (\\S+) (\\S+) \\[([^\\]]+)\\] "([^"]*)" (\\d{3}) (\\S+) "([^"]*)" "([^"]*)"$',
    '" ([0-9]{3}) ',
    '^([^,]*),([^,]*),(.*)$',
  ])('are certain for %s', (source) => {
    expect(patternSteps(source).steps).toMatchObject({ isCertain: true });
  });

  it.each([
    ['(.*) x', 'A repetition takes what has to come after it, as in .*x.'],
    ['(a|bc)', 'The pattern has alternatives.'],
    ['(ab)+', 'The pattern repeats more than one character.'],
    ['a\\b', 'The pattern looks for word boundaries.'],
    ['((a)b)', 'Groups begin or end at the same place.'],
    ['(', 'The pattern is not a regular expression: there is a ( without its ).'],
  ])('are not made of %s', (source, whyNot) => {
    expect(patternSteps(source).whyNot).toBe(whyNot);
  });
});
