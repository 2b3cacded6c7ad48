import { afterAll, describe, expect, it } from 'vitest';
import { batchOfLines } from '../../src/batch-build.ts';
import { readRecords } from '../../src/batch-read.ts';
import { createFunctionHost } from '../../src/node/functions/function-host.ts';

/** Patterns that bring backtracking engines down, with the text that does it: a start, what comes again, an end. */
const slow: readonly (readonly [pattern: string, start: string, again: string, end: string])[] = [
  ['^(a+)+$', '', 'a', '!'],
  ['^(a|aa)+$', '', 'a', '!'],
  ['^(a|a)*$', '', 'a', '!'],
  ['(a*)*b', '', 'a', 'c'],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', '', 'a', '!'],
  ['^([a-zA-Z0-9_.]+)+@', '', 'a', '!'],
  ['(x+x+)+y', '', 'x', '!'],
  ['(.*)*z', '', 'x', '!'],
  ['^(\\w+\\s?)*$', '', 'aa ', '!'],
  ['^(\\d+)*$', '', '1', '!'],
  ['(\\s*\\w*)*!', '', 'a ', '?'],
  ['([a-z]+)*1', '', 'a', '!'],
  ['^(a?){40}a{40}$', '', 'a', '!'],
  ['(a|b|ab)*c', '', 'ab', '!'],
  ['(?:a|a?)+b', '', 'a', '!'],
  ['^((ab)*|(a|b)*)*$', '', 'ab', '!'],
  ['(.+)(.+)(.+)(.+)(.+)(.+)z', '', 'x', ''],
  ['\\w+\\w+\\w+\\w+\\w+!', '', 'a', ''],
  ['.*.*.*.*.*.*z', '', 'x', ''],
  ['"(?:[^"\\\\]|\\\\.|x)*z', '"', 'x', ''],
  ['^(?:.*;)*.*=.*;.*=.*;$', '', 'a=b;', '!'],
  ['<(?:.|\\n)*>(?:.|\\n)*</(?:.|\\n)*>', '<', 'a>', ''],
  ['^(?:(?:[0-9]{1,3})\\.?)+$', '', '1.', '!'],
  ['(?:a+){2,20}$', '', 'a', '!'],
  ['([ab]+)+c', '', 'ab', '!'],
  ['^(?:-?\\d*)*$', '', '-1', '!'],
  ['(?:http://)?(?:\\w+\\.?)+/', '', 'www.', '!'],
  ['^\\s+|\\s+$', 'x', ' ', 'x'],
  // What a linear engine cannot do at all: only the clock ends these.
  ['^(a+)+\\1$', '', 'a', '!'],
  ['(?=(a+)+b)a', '', 'a', '!'],
  ['(?<=^(a|aa)+)b', '', 'a', 'b'],
];

const task = { component: 'c', task: 0, now: () => 1, log: () => undefined };
const host = createFunctionHost({
  processes: 1,
  seed: 1,
  limits: { heapMiB: 64, residentMiB: 300, patience: 500 },
  prepare: ({ code }) => ({ script: code }),
});
const match = host.open(
  {
    code: `(line) => {
      if (line === 'rest') return line;
      const [pattern, text] = JSON.parse(line);
      return [pattern, new RegExp(pattern).test(text)];
    }`,
    shape: 'map',
    fields: ['line'],
    outputs: [{ name: 'x', type: 'any' }],
    timeoutMs: 250,
  },
  task,
);
afterAll(() => match.close());

describe('X09: patterns that take for ever', () => {
  it('are at least 30', () => expect(slow.length).toBeGreaterThanOrEqual(30));

  it.each([4, 60])(
    'each ends, by itself or by the clock, and the records between them pass: %i times',
    async (times) => {
      // Records between them, so that the process does not seem broken.
      const lines = slow.flatMap(([pattern, start, again, end]) => [
        JSON.stringify([pattern, start + again.repeat(times) + end]),
        'rest',
      ]);
      const answer = await match.call(batchOfLines(lines.join('\n'), { ingestMs: 0, field: 'line' }));
      const given = readRecords(answer.batch).map(({ x }) => x);
      expect(given.filter((one) => one === 'rest')).toHaveLength(slow.length);
      expect(given.length + answer.failures.length).toBe(lines.length);
      expect(answer.failures.filter(({ code }) => code !== 'FN_TIMEOUT')).toEqual([]);
      expect(answer.failures.map(({ row }) => row % 2)).toEqual(answer.failures.map(() => 0));
      // Short texts are no trouble for anybody.
      if (times === 4) {
        expect(answer.failures).toEqual([]);
        expect(given.filter((one) => Array.isArray(one))).toEqual(
          slow.map(([pattern, start, again, end]) => [
            pattern,
            new RegExp(pattern).test(start + again.repeat(times) + end),
          ]),
        );
      }
    },
  );
});
