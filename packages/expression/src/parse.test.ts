import { describe, expect, test } from 'vitest';
import { type ExpressionType, evaluate, parseExpression, type Scope } from './index.ts';

const scope: Scope = [
  { name: 'body', type: 'bytes' },
  { name: 'headers', type: { map: 'string' } },
  { name: 'value', type: 'string' },
  { name: 'count', type: 'integer' },
  { name: 'ratio', type: 'double' },
  { name: 'tags', type: { list: 'string' } },
  { name: 'user', type: { record: [{ name: 'name', type: 'string' }] } },
  { name: 'thing', type: 'any' },
];
const record = {
  body: new TextEncoder().encode('GET /é 404'),
  headers: new Map([
    ['status', '404'],
    ['x-y', 'z'],
  ]),
  value: 'to be  or\tnot',
  count: 7,
  ratio: 0.5,
  tags: ['a', 'b'],
  user: { name: 'Ada' },
  thing: null,
};

function run(text: string): unknown {
  const parsed = parseExpression(text, scope);
  expect(parsed.problems).toEqual([]);
  return evaluate(parsed, record);
}

describe('values', () => {
  test.each<[string, unknown]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['7 / 2', 3.5],
    ['7 / 0', null],
    ['7 % 4', 3],
    ['-count', -7],
    ['- -2', 2],
    ["'a' + 1", 'a1'],
    ["'a' + thing", null],
    ['count + thing', null],
    ["'a\\tb\\u0041\\''", "a\tbA'"],
    ["'\\d'", '\\d'],
    ['body', record.body],
    ['lower(body)', 'get /é 404'],
    ['headers.status', '404'],
    ["headers['x-y']", 'z'],
    ['headers.missing', null],
    ['headers.constructor', null],
    ["headers['__proto__']", null],
    ['thing.constructor', null],
    ['user.name', 'Ada'],
    ['tags[0]', 'a'],
    ['tags[-1]', 'b'],
    ['tags[5]', null],
    ["headers.status == '404'", true],
    ["headers.status != '404'", false],
    ['thing == null', true],
    ['count < 8 and not (ratio > 1)', true],
    ['not count == 7', false],
    ['thing < 3', false],
    ["'a' < 'b'", true],
    ['thing and true', false],
    ["count > 5 ? 'big' : 'small'", 'big'],
    ['thing ? 1 : 2', 2],
    ["[1, 'a', null]", [1, 'a', null]],
    ['upper(value)', 'TO BE  OR\tNOT'],
    ["trim('  a ')", 'a'],
    ['length(value)', 13],
    ['length(tags)', 2],
    ["split('a,,b', ',')", ['a', '', 'b']],
    ['words(value)', ['to', 'be', 'or', 'not']],
    ["words('  ')", []],
    ["contains(value, 'or')", true],
    ["contains(tags, 'a')", true],
    ["contains(thing, 'a')", false],
    ["startsWith(value, 'to')", true],
    ["endsWith(value, 'to')", false],
    ["replace('2014-06-24', '-', '/')", '2014/06/24'],
    ["replace('John Smith', '(\\w+) (\\w+)', '$2 $1')", 'Smith John'],
    ["matches(body, ' 4[0-9]{2}$')", true],
    ["matches(body, '^ 4')", false],
    ["extract(body, '([A-Z]+) (\\S+)', 2)", '/é'],
    ["extract(body, '([A-Z]+)')", 'GET'],
    ["extract(body, 'x(y)', 1)", null],
    ["substring('streams', 1, 3)", 'tr'],
    ["substring('streams', 4)", 'ams'],
    ["substring('streams', 4, 2)", ''],
    ["number('2.5')", 2.5],
    ["number('two')", null],
    ["number('0x10')", null],
    ["number('')", null],
    ["integer('42.9')", 42],
    ['string(1.5)', '1.5'],
    ['string(tags)', '["a","b"]'],
    ['string(headers)', '{"status":"404","x-y":"z"}'],
    ['round(2.5)', 3],
    ['round(-2.5)', -3],
    ['floor(-2.5)', -3],
    ['abs(-3)', 3],
    ['min(3, thing, 2)', 2],
    ['max(3, 9, 2)', 9],
    ["coalesce(thing, headers.no, 'none')", 'none'],
    ["concat('a', 1, null, true)", 'a1true'],
    ["join(tags, '-')", 'a-b'],
    ['json(\'{"a":{"b":[{"c":1},{"c":null},{"d":2},{"c":3}]}}\', \'$.a.b[*].c\')', [1, 3]],
    ['json(\'{"a":[{"b":2}]}\', \'$.a[0].b\')', 2],
    ["json('{\"a\":[1,2]}', '$.a[-1]')", 2],
    ["json('{\"a\":1}', '$.constructor')", null],
    ["json('{\"__proto__\":5}', '$.__proto__')", 5],
    ["json('{', '$.a')", null],
    ['json(\'{"x y":1}\', "$[\'x y\']")', 1],
    ['lower(thing)', null],
  ])('%s', (text, expected) => {
    expect(run(text)).toEqual(expected);
  });
});

describe('types', () => {
  test.each<[string, ExpressionType]>([
    ['1 + 2', 'integer'],
    ['count + 1.5', 'double'],
    ['count / 2', 'double'],
    ['value + 1', 'string'],
    ['headers.status', 'string'],
    ['words(value)', { list: 'string' }],
    ['tags[0]', 'string'],
    ["matches(value, 'a')", 'boolean'],
    ["count > 5 ? 'a' : body", 'string'],
    ['[1, 2.5]', { list: 'double' }],
    ["json(value, '$.a')", 'any'],
    ['user.name', 'string'],
    ['abs(count)', 'integer'],
  ])('%s', (text, type) => {
    expect(parseExpression(text, scope).type).toEqual(type);
  });
});

describe('problems', () => {
  test.each<[string, string, number, number]>([
    ['', 'EXPRESSION_EMPTY', 0, 0],
    ['1 +', 'EXPRESSION_SYNTAX', 3, 3],
    ['1 2', 'EXPRESSION_SYNTAX', 2, 3],
    ["'abc", 'EXPRESSION_SYNTAX', 0, 4],
    ['a && b', 'EXPRESSION_SYNTAX', 2, 4],
    ['count = 1', 'EXPRESSION_SYNTAX', 6, 7],
    ['1 < 2 < 3', 'EXPRESSION_SYNTAX', 6, 7],
    ['vlaue', 'EXPRESSION_NAME_UNKNOWN', 0, 5],
    ['lowr(value)', 'EXPRESSION_FUNCTION_UNKNOWN', 0, 4],
    ['lower(value, value)', 'EXPRESSION_ARGUMENTS', 0, 5],
    ['lower(count)', 'EXPRESSION_TYPE', 6, 11],
    ['headers.status == 404', 'EXPRESSION_TYPE', 0, 21],
    ['value - 1', 'EXPRESSION_TYPE', 0, 5],
    ['not value', 'EXPRESSION_TYPE', 4, 9],
    ["matches(value, '(a+)+')", 'EXPRESSION_REGEX', 15, 22],
    ['matches(value, value)', 'EXPRESSION_LITERAL', 15, 20],
    ["json(value, 'a.b')", 'EXPRESSION_JSON_PATH', 12, 17],
    ['user.nmae', 'EXPRESSION_FIELD_UNKNOWN', 0, 9],
    ['value.length', 'EXPRESSION_TYPE', 0, 12],
    ['value[0]', 'EXPRESSION_TYPE', 0, 5],
    ['a # b', 'EXPRESSION_SYNTAX', 2, 3],
  ])('%s', (text, code, start, end) => {
    const parsed = parseExpression(text, scope);
    expect(parsed.tree).toBeUndefined();
    expect(parsed.problems.map((p) => [p.code, p.start, p.end])).toContainEqual([code, start, end]);
    for (const problem of parsed.problems) expect(problem.help).toMatch(/\.$|\?$/);
  });

  test('all of them come at once', () => {
    const { problems } = parseExpression('lower(count) + vlaue - lowr(value)', scope);
    expect(problems.length).toBeGreaterThanOrEqual(3);
  });

  test('a near miss is named', () => {
    expect(parseExpression('vlaue', scope).problems[0]?.help).toBe('Did you mean value?');
  });

  test('deep nesting is refused, not a crash', () => {
    for (const text of ['('.repeat(5_000), '-'.repeat(5_000), 'not '.repeat(2_000), '['.repeat(4_000)]) {
      expect(parseExpression(text, scope).problems[0]?.code).toBe('EXPRESSION_SYNTAX');
    }
    expect(parseExpression('1'.repeat(20_000), scope).problems[0]?.code).toBe('EXPRESSION_TOO_LONG');
  });

  test('what is read is listed once', () => {
    expect(parseExpression('value + value + headers.status', scope).uses).toEqual(['value', 'headers']);
  });
});
