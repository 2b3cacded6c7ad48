import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ExpressionNode, parseExpression, printExpression } from '../src/index.ts';
import { typeName } from '../src/types.ts';
import { records, scope } from './cases/records.ts';
import { pythonVersion, runJavaScript, runPython, runTree } from './targets.ts';

/** A field of each type, in the order of the rows and columns below. */
const operands = ['word', 'body', 'count', 'ratio', 'at', 'isOk', 'tags', 'scores', 'user', 'thing', 'null'];

/** What each letter of a grid stands for; x is a type error. */
const letters: { readonly [letter: string]: string } = {
  s: 'string',
  i: 'integer',
  d: 'double',
  t: 'time',
  b: 'boolean',
  a: 'any',
};

/** Rows are the left side, columns the right. */
const grids: { readonly [operators: string]: readonly string[] } = {
  //       word body count ratio at isOk tags scores user thing null
  '+': [
    /* word   */ 's s s s s s s s s s s',
    /* body   */ 's s s s s s s s s s s',
    /* count  */ 's s i d t x x x x a a',
    /* ratio  */ 's s d d d x x x x a a',
    /* at     */ 's s t d i x x x x a a',
    /* isOk   */ 's s x x x x x x x x x',
    /* tags   */ 's s x x x x x x x x x',
    /* scores */ 's s x x x x x x x x x',
    /* user   */ 's s x x x x x x x x x',
    /* thing  */ 's s a a a x x x x a a',
    /* null   */ 's s a a a x x x x a a',
  ],
  'and or': [
    /* word   */ 'x x x x x x x x x x x',
    /* body   */ 'x x x x x x x x x x x',
    /* count  */ 'x x x x x x x x x x x',
    /* ratio  */ 'x x x x x x x x x x x',
    /* at     */ 'x x x x x x x x x x x',
    /* isOk   */ 'x x x x x b x x x b b',
    /* tags   */ 'x x x x x x x x x x x',
    /* scores */ 'x x x x x x x x x x x',
    /* user   */ 'x x x x x x x x x x x',
    /* thing  */ 'x x x x x b x x x b b',
    /* null   */ 'x x x x x b x x x b b',
  ],
  '== !=': [
    /* word   */ 'b b x x x x x x x b b',
    /* body   */ 'b b x x x x x x x b b',
    /* count  */ 'x x b b b x x x x b b',
    /* ratio  */ 'x x b b b x x x x b b',
    /* at     */ 'x x b b b x x x x b b',
    /* isOk   */ 'x x x x x b x x x b b',
    /* tags   */ 'x x x x x x b x x b b',
    /* scores */ 'x x x x x x x b b b b',
    /* user   */ 'x x x x x x x b b b b',
    /* thing  */ 'b b b b b b b b b b b',
    /* null   */ 'b b b b b b b b b b b',
  ],
  '< <= > >=': [
    /* word   */ 'b b x x x x x x x b b',
    /* body   */ 'b b x x x x x x x b b',
    /* count  */ 'x x b b b x x x x b b',
    /* ratio  */ 'x x b b b x x x x b b',
    /* at     */ 'x x b b b x x x x b b',
    /* isOk   */ 'x x x x x x x x x x x',
    /* tags   */ 'x x x x x x x x x x x',
    /* scores */ 'x x x x x x x x x x x',
    /* user   */ 'x x x x x x x x x x x',
    /* thing  */ 'b b b b b x x x x b b',
    /* null   */ 'b b b b b x x x x b b',
  ],
};

const cells = Object.entries(grids).flatMap(([operators, rows]) =>
  operators
    .split(' ')
    .flatMap((operator) =>
      rows.map((row, at) => ({ operator, left: operands[at] as string, row: row.split(' ') })),
    ),
);

describe('the type of an operator, for every pair of types', () => {
  test.each(cells)('$left $operator ...', ({ operator, left, row }) => {
    expect(row).toHaveLength(operands.length);
    const found = operands.map((right) => {
      const { problems, type, tree } = parseExpression(`${left} ${operator} ${right}`, scope);
      if (problems.length > 0) {
        expect(problems.every(({ code }) => code === 'EXPRESSION_TYPE')).toBe(true);
        expect(tree).toBeUndefined();
        return 'x';
      }
      return Object.entries(letters).find(([, name]) => name === typeName(type))?.[0] ?? typeName(type);
    });
    expect(found.join(' ')).toBe(row.join(' '));
  });

  const numbers = new Set(['count', 'ratio', 'at', 'thing', 'null']);
  test.each(['-', '*', '/', '%'])(
    '%s takes numbers alone, and says of each side that is none',
    (operator) => {
      for (const left of operands) {
        for (const right of operands) {
          const text = `${left} ${operator} ${right}`;
          const { problems, type } = parseExpression(text, scope);
          const wrong = [
            ...(numbers.has(left) ? [] : [[0, left.length]]),
            ...(numbers.has(right) ? [] : [[left.length + 3, text.length]]),
          ];
          expect(
            problems.map(({ start, end }) => [start, end]),
            text,
          ).toEqual(wrong);
          if (wrong.length > 0) continue;
          const isAny = [left, right].some((one) => one === 'thing' || one === 'null');
          const isDouble = [left, right].includes('ratio');
          const isTime = operator === '-' && left === 'at' && right === 'count';
          const whole = isDouble ? 'double' : isTime ? 'time' : isAny ? undefined : 'integer';
          if (operator === '/') expect(typeName(type), text).toBe('double');
          else if (whole !== undefined && !isAny) expect(typeName(type), text).toBe(whole);
        }
      }
    },
  );

  test.each(operands)('not and - of %s', (operand) => {
    const negated = parseExpression(`-${operand}`, scope).problems;
    expect(negated.length === 0).toBe(numbers.has(operand));
    const not = parseExpression(`not ${operand}`, scope).problems;
    expect(not.length === 0).toBe(['isOk', 'thing', 'null'].includes(operand));
  });
});

const most = 9_007_199_254_740_991n;
const exact = (value: bigint): number | null => (value > most || value < -most ? null : Number(value));
const wholes = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.maxSafeInteger(),
  fc.constantFrom(0, 1, -1, Number(most), -Number(most), 2 ** 31, -(2 ** 31), 94_906_267),
);

/** Whole numbers as arithmetic has them, in numbers that are as long as they need to be. */
function arithmetic(operator: string, a: number, b: number): unknown {
  const [x, y] = [BigInt(a), BigInt(b)];
  switch (operator) {
    case '+':
      return exact(x + y);
    case '-':
      return exact(x - y);
    case '*':
      return exact(x * y);
    case '%':
      return y === 0n ? null : exact(x % y);
    case '/':
      return b === 0 ? null : a / b === 0 ? 0 : a / b;
    case '==':
      return x === y;
    case '!=':
      return x !== y;
    case '<':
      return x < y;
    case '<=':
      return x <= y;
    case '>':
      return x > y;
    default:
      return x >= y;
  }
}

const arithmeticOperators = ['+', '-', '*', '%', '/', '==', '!=', '<', '<=', '>', '>='];

describe('whole numbers', () => {
  const pair = [
    { name: 'a', type: 'integer' },
    { name: 'b', type: 'integer' },
  ] as const;

  test.each(arithmeticOperators)('%s is exact, or null', (operator) => {
    const parsed = parseExpression(`a ${operator} b`, pair);
    fc.assert(
      fc.property(wholes, wholes, (a, b) => {
        const expected = arithmetic(operator, a, b);
        expect(runTree(parsed, { a, b })).toEqual(expected);
        expect(runJavaScript(parsed, pair, { a, b })).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  test('and the same when they are written down', () => {
    fc.assert(
      fc.property(wholes, wholes, fc.constantFrom(...arithmeticOperators), (a, b, operator) => {
        const parsed = parseExpression(`${a} ${operator} (${b})`, []);
        expect(parsed.problems).toEqual([]);
        expect(runTree(parsed, {})).toEqual(arithmetic(operator, a, b));
      }),
      { numRuns: 200 },
    );
  });

  const python = pythonVersion();
  if (python === undefined)
    process.stderr.write('SKIPPED: there is no python3, so printed operators are not run by it.\n');
  test.skipIf(python === undefined)('and the same in Python', () => {
    const drawn = fc.sample(fc.tuple(wholes, wholes, fc.constantFrom(...arithmeticOperators)), {
      numRuns: 400,
      seed: 7,
    });
    const results = runPython(
      drawn.map(([a, b, operator]) => ({
        parsed: parseExpression(`a ${operator} b`, pair),
        record: { a, b },
      })),
    );
    expect(results).toEqual(drawn.map(([a, b, operator]) => ({ value: arithmetic(operator, a, b) })));
  });
});

describe('which operator is tighter', () => {
  /** By hand: higher is tighter; all of one number go from left to right, comparisons do not go together. */
  const tightness: { readonly [operator: string]: number } = {
    '?:': 0,
    or: 1,
    and: 2,
    '==': 4,
    '<': 4,
    '+': 5,
    '-': 5,
    '*': 6,
    '/': 6,
    '%': 6,
  };
  const binary = Object.keys(tightness).filter((one) => one !== '?:');

  /** The tree with brackets around everything. */
  function shape(node: ExpressionNode | undefined): string {
    if (node === undefined) return '?';
    switch (node.kind) {
      case 'binary':
        return `(${shape(node.left)} ${node.operator} ${shape(node.right)})`;
      case 'unary':
        return `(${node.operator} ${shape(node.of)})`;
      case 'conditional':
        return `(${shape(node.test)} ? ${shape(node.yes)} : ${shape(node.no)})`;
      case 'name':
        return node.name;
      default:
        return node.kind;
    }
  }
  const free = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, type: 'any' as const }));
  const shapeOf = (text: string): string => shape(parseExpression(text, free).tree);

  test.each(binary.flatMap((one) => binary.map((other) => [one, other] as const)))(
    'a %s b %s c',
    (one, other) => {
      const [x, y] = [tightness[one] ?? 0, tightness[other] ?? 0];
      if (x === 4 && y === 4) {
        const { problems } = parseExpression(`a ${one} b ${other} c`, free);
        expect(problems.map(({ code }) => code)).toContain('EXPRESSION_SYNTAX');
        return;
      }
      const expected = y > x ? `(a ${one} (b ${other} c))` : `((a ${one} b) ${other} c)`;
      const parsed = parseExpression(`a ${one} b ${other} c`, free);
      // A number is no truth: then its place says how it was read.
      if (parsed.tree === undefined) {
        expect(parsed.problems.map(({ code }) => code)).toEqual(['EXPRESSION_TYPE']);
        const [start, end] = y > x ? [2 + one.length + 1, parsed.problems[0]?.end] : [0, 4 + one.length];
        expect([parsed.problems[0]?.start, parsed.problems[0]?.end]).toEqual([start, end]);
        return;
      }
      expect(shapeOf(`a ${one} b ${other} c`)).toBe(expected);
      // Brackets that are there are kept where they mean something, and only there.
      for (const text of [`(a ${one} b) ${other} c`, `a ${one} (b ${other} c)`]) {
        const { tree } = parseExpression(text, free);
        if (tree === undefined) continue;
        const printed = printExpression(tree);
        expect(shapeOf(printed)).toBe(shape(tree));
        if (shape(tree) === expected) expect(printed).toBe(`a ${one} b ${other} c`);
      }
    },
  );

  test.each([
    ['not a and b', '((not a) and b)'],
    ['not a == b', '(not (a == b))'],
    ['not not a', '(not (not a))'],
    ['-a + b', '((- a) + b)'],
    ['-a * b', '((- a) * b)'],
    ['a - -b', '(a - (- b))'],
    ['a or b ? c : d', '((a or b) ? c : d)'],
    ['a ? b : c ? d : e', '(a ? b : (c ? d : e))'],
    ['a ? b ? c : d : e', '(a ? (b ? c : d) : e)'],
    ['(a ? b : c) + d', '((a ? b : c) + d)'],
    ['a + b < c * d and not e', '(((a + b) < (c * d)) and (not e))'],
  ])('%s', (text, expected) => {
    expect(shapeOf(text)).toBe(expected);
    const { tree } = parseExpression(text, free);
    expect(tree && printExpression(tree)).toBe(text);
  });
});

test('null makes arithmetic null and an order false, for every operator', () => {
  for (const operator of ['+', '-', '*', '/', '%']) {
    for (const text of [`count ${operator} 1`, `1 ${operator} count`, `ratio ${operator} ratio`]) {
      expect(runTree(parseExpression(text, scope), records.empty), text).toBeNull();
      expect(runJavaScript(parseExpression(text, scope), scope, records.empty), text).toBeNull();
    }
  }
  for (const operator of ['<', '<=', '>', '>=']) {
    expect(runTree(parseExpression(`count ${operator} 1`, scope), records.empty)).toBe(false);
    expect(runTree(parseExpression(`word ${operator} 'a'`, scope), records.empty)).toBe(false);
  }
  expect(runTree(parseExpression('count == null', scope), records.empty)).toBe(true);
  expect(runTree(parseExpression('count != 1', scope), records.empty)).toBe(true);
});
