import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ExpressionRecord, type ParsedExpression, parseExpression, type Scope } from '../src/index.ts';
import { pythonVersion, runJavaScript, runPython, runTree } from './targets.ts';

/**
 * Patterns, paths, times and texts against what other people's code makes of them: the regular expressions and dates of
 * the language, Python's, and walks that take one step at a time.
 */
const scope: Scope = [
  { name: 'text', type: 'string' },
  { name: 'at', type: 'time' },
];
const python = pythonVersion();
if (python === undefined)
  process.stderr.write('SKIPPED: there is no python3, so printed Python is not held against the oracles.\n');

interface Asked {
  readonly parsed: ParsedExpression;
  readonly record: ExpressionRecord;
  readonly expected: unknown;
  readonly about: string;
}

function ask(expression: string, record: ExpressionRecord, expected: unknown): Asked {
  const parsed = parseExpression(expression, scope);
  return { parsed, record, expected, about: `${expression} of ${JSON.stringify(record)}` };
}

/** What Python is asked at the end, all in one process. */
const forPython: Asked[] = [];

/** By the tree and by printed JavaScript; by printed Python later. */
function expectAll(asked: readonly Asked[]): void {
  for (const { parsed, record, expected, about } of asked) {
    expect(parsed.problems, about).toEqual([]);
    expect(runTree(parsed, record), about).toEqual(expected);
    expect(runJavaScript(parsed, scope, record), about).toEqual(expected);
  }
  forPython.push(...asked);
}

const sampled = <T>(arbitrary: fc.Arbitrary<T>, count: number): T[] =>
  fc.sample(arbitrary, { numRuns: count, seed: 20_261_124 });

describe('patterns mean what they mean in JavaScript', () => {
  const atom = fc.constantFrom(
    'a',
    'b',
    'é',
    '.',
    '[ab]',
    '[^a]',
    '[a-c]',
    '\\d',
    '\\w',
    '\\s',
    '\\.',
    '\\b',
    '(?:ab)',
    '(a|b)',
    '(b)',
    '[0-9-]',
  );
  const counted = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{0,2}', '*?', '+?');
  const part = fc.tuple(atom, counted).map(([one, count]) => (one === '\\b' ? one : one + count));
  const pattern = fc
    .tuple(
      fc.constantFrom('', '', '^'),
      fc.array(part, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('', '', '$'),
    )
    .map(([start, parts, end]) => start + parts.join('') + end);
  const texts = fc
    .array(fc.constantFrom('a', 'b', 'c', 'é', '1', '-', ' ', '.', '\n', '😀'), { maxLength: 9 })
    .map((all) => all.join(''));
  /** Patterns the language takes: some may take too long and are refused. */
  const taken = sampled(fc.tuple(pattern, texts), 200).filter(
    ([source]) => parseExpression(`matches(text, '${source}')`, scope).problems.length === 0,
  );
  // `.` is anything but a line feed, words and spaces are those of ASCII.
  const native = (source: string): RegExp =>
    new RegExp(
      source.replace(/\\[.dws]|\[[^\]]*\]|\./g, (piece) =>
        piece === '.' ? '[^\\n]' : piece === '\\s' ? '[ \\t\\n\\v\\f\\r]' : piece,
      ),
      'u',
    );

  test('most of them are taken', () => expect(taken.length).toBeGreaterThan(100));

  test('matches', () => {
    expectAll(
      taken.map(([source, text]) => ask(`matches(text, '${source}')`, { text }, native(source).test(text))),
    );
  });

  test('extract gives the first match', () => {
    expectAll(
      taken.map(([source, text]) =>
        ask(`extract(text, '${source}', 0)`, { text }, native(source).exec(text)?.[0] ?? null),
      ),
    );
  });

  test('replace changes every match', () => {
    const several = (source: string): RegExp => new RegExp(native(source).source, 'gu');
    expectAll(
      taken.map(([source, text]) =>
        ask(
          `replace(text, '${source}', '<$0>')`,
          { text },
          text.replace(several(source), (match) => `<${match}>`),
        ),
      ),
    );
  });
});

describe('paths find what one finds step by step', () => {
  const keys = ['a', 'b', 'x y', '__proto__', 'length'];
  const leaf = fc.oneof(
    fc.integer(),
    fc.string({ maxLength: 3 }),
    fc.boolean(),
    fc.constant(null),
    fc.constant(1.5),
  );
  const json = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc
        .array(fc.tuple(fc.constantFrom(...keys), tie('value')), { maxLength: 3 })
        .map((entries) => Object.fromEntries(entries.filter(([key]) => key !== '__proto__')) as unknown),
    ),
  })).value;
  type Step = string | number | '*';
  const steps = fc.array(
    fc.oneof(
      fc.constantFrom<Step>('a', 'b', 'x y', 'length'),
      fc.integer({ min: -3, max: 2 }),
      fc.constant<Step>('*'),
    ),
    { maxLength: 4 },
  );
  const written = (path: readonly Step[]): string =>
    `$${path.map((one) => (typeof one === 'number' ? `[${one}]` : one === '*' ? '[*]' : one === 'x y' ? '["x y"]' : `.${one}`)).join('')}`;

  /** All that is there, one step after the other. */
  function walk(root: unknown, path: readonly Step[]): unknown[] {
    let here = [root];
    for (const one of path) {
      here = here.flatMap((value): unknown[] => {
        if (one === '*') return Array.isArray(value) ? value : [];
        if (typeof one === 'number')
          return Array.isArray(value) ? [value[one < 0 ? value.length + one : one]] : [];
        return typeof value === 'object' &&
          value !== null &&
          !Array.isArray(value) &&
          Object.hasOwn(value, one)
          ? [(value as { [key: string]: unknown })[one]]
          : [];
      });
      here = here.filter((value) => value !== undefined && value !== null);
    }
    return here;
  }

  const types: { readonly [type: string]: (value: unknown) => boolean } = {
    string: (value) => typeof value === 'string',
    integer: (value) => typeof value === 'number' && Number.isSafeInteger(value),
    double: (value) => typeof value === 'number',
    boolean: (value) => typeof value === 'boolean',
  };

  test.each(Object.keys(types))('as %s', (type) => {
    const fits = types[type] as (value: unknown) => boolean;
    const drawn = sampled(fc.tuple(json, steps), 80);
    expectAll(
      drawn.map(([root, path]) => {
        const there = walk(root, path).filter(fits);
        const expected = path.includes('*') ? there : (there[0] ?? null);
        return ask(`json(text, '${written(path)}', '${type}')`, { text: JSON.stringify(root) }, expected);
      }),
    );
  });

  test('what is no JSON has nothing', () => {
    const broken = [
      '',
      '{',
      '[1',
      '{"a":}',
      "{'a':1}",
      '{a:1}',
      'undefined',
      'NaN',
      '[1,]',
      '01',
      '"\n"',
      '\u00a01',
      '1 2',
      '/**/1',
      'tru',
    ];
    expectAll(broken.map((text) => ask("json(text, '$', 'string')", { text }, null)));
    expectAll(broken.map((text) => ask("json(text, '$[*]', 'string')", { text }, [])));
  });
});

describe('times are those of the calendar', () => {
  const instants = fc.oneof(
    fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }),
    fc.integer({ min: 0, max: 2_000_000_000_000 }),
    fc.constantFrom(0, -1, 951_782_400_000, 951_868_799_999, -62_135_596_800_000, 253_402_300_799_999),
  );
  const drawn = sampled(instants, 60);
  const iso = (at: number): string => new Date(at).toISOString();

  test('as ISO 8601', () => {
    expectAll(drawn.map((at) => ask('formatTime(at, "yyyy-MM-dd\'T\'HH:mm:ss.SSSXXX")', { at }, iso(at))));
  });

  test('by the names of months and days', () => {
    const name = (at: number): string =>
      new Date(at).toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+) (.*) GMT$/, '$1 $2/$3/$4 $5');
    expectAll(drawn.map((at) => ask('formatTime(at, "EEE dd/MMM/yyyy HH:mm:ss")', { at }, name(at))));
  });

  test('by the day of the year', () => {
    const day = (at: number): string => {
      const first = new Date(at);
      first.setUTCMonth(0, 1);
      first.setUTCHours(0, 0, 0, 0);
      return String(Math.floor((at - first.getTime()) / 86_400_000) + 1).padStart(3, '0');
    };
    expectAll(drawn.map((at) => ask('formatTime(at, "DDD")', { at }, day(at))));
  });

  test('and are read as they were written', () => {
    expectAll(
      drawn.map((at) =>
        ask(
          'parseTime(text, "yyyy-MM-dd HH:mm:ss.SSS")',
          { text: iso(at).slice(0, -1).replace('T', ' ') },
          at,
        ),
      ),
    );
    const offsets = ['+00:00', '-01:00', '+05:30', '+14:00', '-12:45'];
    const inside = drawn.filter((at) => Math.abs(at) < 60_000_000_000_000);
    expectAll(
      inside.map((at, i) => {
        const offset = offsets[i % offsets.length] as string;
        const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4));
        const local = at + (offset.startsWith('-') ? -minutes : minutes) * 60_000;
        return ask(
          'parseTime(text, "yyyy-MM-dd\'T\'HH:mm:ss.SSSXXX")',
          { text: iso(local).slice(0, -1) + offset },
          at,
        );
      }),
    );
  });

  test('a day that is not there is none', () => {
    const none = [
      '2014-02-29',
      '2014-13-01',
      '2014-00-10',
      '2014-06-31',
      '2014-6-01',
      '14-06-01',
      '2014-06-01x',
      ' 2014-06-01',
      '',
      '2014-06-00',
      '1900-02-29',
    ];
    expectAll(none.map((text) => ask('parseTime(text, "yyyy-MM-dd")', { text }, null)));
    expectAll(
      ['2000-02-29', '2012-02-29', '0001-01-01', '9999-12-31'].map((text) =>
        ask('parseTime(text, "yyyy-MM-dd")', { text }, Date.parse(text)),
      ),
    );
  });
});

describe('texts are counted in characters', () => {
  const texts = sampled(
    fc
      .array(fc.constantFrom('a', 'B', 'ß', 'é', ' ', '\t', ',', '😀', 'Σ', '日'), { maxLength: 12 })
      .map((all) => all.join('')),
    50,
  );

  test('their length and parts', () => {
    expectAll(texts.map((text) => ask('length(text)', { text }, [...text].length)));
    const bounds = sampled(fc.tuple(fc.nat(9), fc.nat(9)), texts.length);
    expectAll(
      texts.map((text, i) => {
        const [from, to] = bounds[i] as [number, number];
        return ask(
          `substring(text, ${from}, ${to})`,
          { text },
          [...text].slice(from, Math.max(from, to)).join(''),
        );
      }),
    );
  });

  test('split and joined again they are the same', () => {
    expectAll(texts.map((text) => ask("join(split(text, ','), ',')", { text }, text)));
    expectAll(texts.map((text) => ask("split(text, ',')", { text }, text.split(','))));
    expectAll(
      texts.map((text) =>
        ask(
          'words(text)',
          { text },
          text.split(/[ \t]+/).filter((word) => word !== ''),
        ),
      ),
    );
  });

  test('begin, end and hold one another as in JavaScript', () => {
    const tests = {
      contains: (text: string, part: string) => text.includes(part),
      startsWith: (text: string, part: string) => text.startsWith(part),
      endsWith: (text: string, part: string) => text.endsWith(part),
    };
    const parts = ['', 'a', '😀', 'é ', ',,'];
    expectAll(
      Object.entries(tests).flatMap(([name, holds]) =>
        parts.flatMap((part) =>
          texts.slice(0, 20).map((text) => ask(`${name}(text, '${part}')`, { text }, holds(text, part))),
        ),
      ),
    );
  });
});

test.skipIf(python === undefined)('and all of it in Python', () => {
  expect(forPython.length).toBeGreaterThan(1000);
  const results = runPython(forPython);
  const wrong = forPython.flatMap(({ expected, about }, i) =>
    JSON.stringify(results[i]) === JSON.stringify({ value: expected })
      ? []
      : [{ about, expected, got: results[i] }],
  );
  expect(wrong).toEqual([]);
});
