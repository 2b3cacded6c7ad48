import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Batch } from '../../batch.ts';
import { batchOfLines, batchOfValues } from '../../batch-build.ts';
import { selectRows } from '../../batch-cut.ts';
import { readRecords } from '../../batch-read.ts';
import type { FunctionAnswer, FunctionProgram, UserFunction } from '../../functions/contract.ts';
import { createFunctionHost } from './function-host.ts';
import { permissionFlag, RunnerProcess } from './runner-process.ts';

const logs: string[] = [];
const task = {
  component: 'c',
  task: 0,
  now: () => 1_000_000,
  log: (_: string, text: string) => void logs.push(text),
};
const host = createFunctionHost({
  processes: 1,
  seed: 7,
  limits: { heapMiB: 40, residentMiB: 220, patience: 500 },
  prepare: ({ code }) => ({ script: `(function(){'use strict';${code}\n;return f;})()` }),
});
/** Keeps the process, which all tests share. */
const keeper = host.open(program('function f(v) { return v }', {}), task);
afterAll(() => keeper.close());

function program(code: string, rest: Partial<FunctionProgram>): FunctionProgram {
  return {
    code,
    shape: 'map',
    fields: ['line'],
    outputs: [{ name: 'x', type: 'any' }],
    timeoutMs: 20_000,
    ...rest,
  };
}

async function use(code: string, batch: Batch, rest: Partial<FunctionProgram> = {}): Promise<FunctionAnswer> {
  const called = host.open(program(code, rest), task);
  try {
    return await called.call(batch);
  } finally {
    called.close();
  }
}

const lines = (...texts: string[]): Batch => batchOfLines(texts.join('\n'), { ingestMs: 5, field: 'line' });
const given = ({ batch }: FunctionAnswer): unknown[] => readRecords(batch).map((record) => record.x);
/** What a function whose body runs for the record `bad` only makes of two records. */
const attack = (body: string, rest: Partial<FunctionProgram> = {}): Promise<FunctionAnswer> =>
  use(`function f(line) { if (line !== 'bad') return 'ok'; ${body} }`, lines('bad', 'good'), rest);

describe('a function in its process', () => {
  it('gives what it emits, with the roots of the rows it came from', async () => {
    const batch = { ...lines('to be', 'or', 'not to be'), roots: Int32Array.of(7, 8, 9) };
    const answer = await use(
      `function f({ line }, emit) { for (const word of line.split(' ')) emit(word, word.length) }`,
      selectRows(batch, Uint32Array.of(0, 2)),
      {
        shape: 'emit',
        outputs: [
          { name: 'word', type: 'string' },
          { name: 'size', type: 'integer' },
        ],
      },
    );
    expect(readRecords(answer.batch)).toEqual([
      { word: 'to', size: 2 },
      { word: 'be', size: 2 },
      { word: 'not', size: 3 },
      { word: 'to', size: 2 },
      { word: 'be', size: 2 },
    ]);
    expect([...(answer.batch.roots ?? [])]).toEqual([7, 7, 9, 9, 9]);
    expect(answer.batch.ingestMs).toBe(5);
  });

  it('is called the way its shape says', async () => {
    const pairs = batchOfValues({ key: ['a', 'b', 'a'], value: [1, 2, 3] }, 0);
    const pair = { fields: ['key', 'value'] };
    const out = [
      { name: 'key', type: 'any' },
      { name: 'value', type: 'any' },
    ] as const;
    expect(given(await use('function f(v) { return v + 1 }', batchOfValues({ line: [1, 2.5] }, 0)))).toEqual([
      2, 3.5,
    ]);
    expect(given(await use('function f(k, v) { return k + v }', pairs, pair))).toEqual(['a1', 'b2', 'a3']);
    const kept = await use('function f(v) { return v.length > 1 }', lines('a', 'bb', 'c', 'dd'), {
      shape: 'filter',
      outputs: [],
    });
    expect(
      given({ ...kept, batch: selectRows(kept.batch, kept.batch.selection as Uint32Array) }),
    ).toHaveLength(2);
    expect([...(kept.batch.selection ?? [])]).toEqual([1, 3]);
    const flat = await use('function* f(v) { yield v; yield v.length }', lines('ab', 'c'), {
      shape: 'flat-map',
    });
    expect(given(flat)).toEqual(['ab', 2, 'c', 1]);
    const reduced = await use('function f(a, b) { return a + b }', pairs, {
      ...pair,
      shape: 'reduce',
      outputs: out,
    });
    expect(readRecords(reduced.batch)).toEqual([
      { key: 'a', value: 4 },
      { key: 'b', value: 2 },
    ]);
    const each = await use("function f(v) { log('seen', v, { a: 1 }) }", lines('x'), {
      shape: 'each',
      outputs: [],
    });
    expect(each.logs).toEqual(['seen x {"a":1}']);
  });

  it('sees texts, numbers, lists, nothing and letters of all kinds as they are', async () => {
    const values = ['', 'é', '日本', '🎉', 'plain', null, true, 1.5, [1, 'a'], { k: { v: [null] } }];
    expect(given(await use('function f(v) { return v }', batchOfValues({ line: values }, 0)))).toEqual(
      values,
    );
    const texts = ['é', '', '日本🎉', 'a'];
    expect(given(await use('function f(v) { return v + v }', lines(...texts)))).toEqual(
      texts.map((t) => t + t),
    );
    const record = await use(
      'function f(record, emit) { emit(record) }',
      batchOfValues({ line: ['a'], n: [1], q: [null], __proto__x: [2], e: ['f'] }, 0),
      {
        shape: 'emit',
        fields: ['line', 'n', 'q', '__proto__x', 'e', 'missing'],
      },
    );
    expect(given(record)).toEqual([{ line: 'a', n: 1, q: null, __proto__x: 2, e: 'f', missing: null }]);
  });

  it('does the same however records are cut into calls', async () => {
    const texts = Array.from({ length: 30_000 }, (_, i) => `line ${i} ${'x'.repeat(i % 90)}`);
    const answer = await use("function f(v) { return v.slice(0, -1) + '!' }", lines(...texts));
    expect(given(answer)).toEqual(texts.map((text) => `${text.slice(0, -1)}!`));
    const kept = await use('function f(v) { return v.length % 3 === 0 }', lines(...texts), {
      shape: 'filter',
      outputs: [],
    });
    expect([...(kept.batch.selection ?? [])]).toEqual(
      texts.flatMap((text, i) => (text.length % 3 === 0 ? [i] : [])),
    );
  });

  it('keeps variables from batch to batch, each instance its own', async () => {
    const counter = program('let n = 0; function f() { n += 1; return n }', {});
    const [one, two] = [host.open(counter, task), host.open(counter, task)];
    expect(given(await one.call(lines('a', 'b')))).toEqual([1, 2]);
    expect(given(await two.call(lines('a')))).toEqual([1]);
    expect(given(await one.call(lines('c')))).toEqual([3]);
    one.close();
    two.close();
  });

  it('has the time and the chance of the run', async () => {
    const code =
      'function f() { return [Date.now(), new Date().getTime(), new Date(5).getTime(), Math.random()] }';
    const [first] = given(await use(code, lines('a'))) as [number[]];
    expect(first.slice(0, 3)).toEqual([1_000_000, 1_000_000, 5]);
    const again = createFunctionHost({
      processes: 1,
      seed: 7,
      prepare: ({ code: c }) => ({ script: `(function(){${c};return f})()` }),
    });
    const called = again.open(program(code, {}), task);
    const [random] = given(await called.call(lines('a'))) as [number[]];
    called.close();
    expect(random[3]).toBeGreaterThanOrEqual(0);
    expect(random[3]).toBeLessThan(1);
  });

  it('passes on what it can when it throws, and says at which line', async () => {
    const answer = await use(
      "function f(v) {\n  if (v === 'bad')\n    throw new RangeError('too far');\n  return v;\n}",
      lines('a', 'bad', 'b'),
    );
    expect(given(answer)).toEqual(['a', 'b']);
    expect(answer.failures).toEqual([{ row: 1, code: 'FN_THROWN', reason: 'RangeError: too far', line: 3 }]);
  });

  it('may give nothing at all of a batch', async () => {
    const silent = await use('function f() {}', lines('a', 'b'), { shape: 'emit' });
    expect([given(silent), silent.failures]).toEqual([[], []]);
    const failed = await use('function f() { throw 1 }', lines('a'));
    expect([given(failed), failed.failures.map((f) => f.row)]).toEqual([[], [0]]);
  });

  it('gives back nothing of a record that failed half-way', async () => {
    const answer = await use(
      "function f({ line }, emit) { emit(line); if (line === 'bad') throw 1 }",
      lines('bad', 'ok', 'bad'),
      { shape: 'emit' },
    );
    expect(given(answer)).toEqual(['ok']);
    expect(answer.failures.map((f) => f.row)).toEqual([0, 2]);
  });

  it('says what is wrong with code that cannot be loaded', async () => {
    const refused = (code: string): Promise<unknown> => use(code, lines('a'), { timeoutMs: 200 });
    await expect(refused('const f = 1')).rejects.toMatchObject({ code: 'FN_INVALID' });
    await expect(refused('throw new Error("at once"); function f() {}')).rejects.toThrow(
      'Error: at once (line 1)',
    );
    expect(given(await use('function f(v) { return v }', lines('a')))).toEqual(['a']);
  });

  it('cannot be used once it is closed', async () => {
    const called = host.open(program('function f(v) { return v }', {}), task);
    called.close();
    await expect(called.call(lines('a'))).rejects.toMatchObject({ code: 'FN_CLOSED' });
  });

  it('knows both names of the permission model', () => {
    expect(permissionFlag(new Set(['--permission']))).toBe('--permission');
    expect(permissionFlag(new Set())).toBe('--experimental-permission');
  });

  it.runIf(process.platform === 'linux')('starts its process with it, and with nothing allowed', async () => {
    const runner = new RunnerProcess({ heapMiB: 40, residentMiB: 220, patience: 500 });
    const [, ...given] = readFileSync(`/proc/${runner.pid}/cmdline`, 'utf8').split('\0');
    expect(given).toContain(permissionFlag());
    expect(given.filter((flag) => flag.startsWith('--allow'))).toEqual([]);
    expect(readFileSync(`/proc/${runner.pid}/environ`, 'utf8')).toBe('');
    runner.kill('closed');
  });
});

/** What must not work, and what it gives instead: the value of an expression or the reason of a failure. */
const escapes: readonly (readonly [string, unknown])[] = [
  ['return typeof process', 'undefined'],
  ['return typeof require', 'undefined'],
  ['return typeof module', 'undefined'],
  ['return typeof fetch', 'undefined'],
  ['return typeof setTimeout', 'undefined'],
  ['return typeof console', 'undefined'],
  ['return typeof Buffer', 'undefined'],
  ['return typeof WebAssembly', 'undefined'],
  ['return typeof SharedArrayBuffer', 'undefined'],
  ['return typeof Atomics', 'undefined'],
  ['return typeof globalThis.driver', 'undefined'],
  ['return typeof this', 'undefined'],
  ["return this.constructor.constructor('return process')()", /TypeError/],
  ["return (() => {}).constructor('return process')()", /EvalError/],
  ["return [].constructor.constructor('return this')()", /EvalError/],
  ["return log.constructor('return process')()", /EvalError/],
  ["return Date.constructor('return process')()", /EvalError/],
  ["return new Function('return process')()", /EvalError/],
  ["return eval('process')", /EvalError/],
  ["return (async () => {}).constructor('return process')()", /EvalError/],
  ["return (function* () {}).constructor('return process')()", /EvalError/],
  ["return Reflect.construct(Function, ['return process'])()", /EvalError/],
  ["try { null.x } catch (e) { return e.constructor.constructor('return process')() }", /EvalError/],
  ["try { JSON.parse('{') } catch (e) { return e.constructor.constructor('return process')() }", /EvalError/],
  ["try { new Array(-1) } catch (e) { return e.constructor.constructor('return process')() }", /EvalError/],
  [
    "try { (() => {}).constructor('x') } catch (e) { return e.constructor.constructor('return process')() }",
    /EvalError/,
  ],
  [
    "function r() { try { return r() } catch (e) { return e.constructor.constructor('return typeof process')() } } return r()",
    /EvalError|RangeError/,
  ],
  ['function r() { try { return r() } catch (e) { new Error().stack; throw e } } return r()', /RangeError/],
  ["import('node:fs'); return 'asked'", 'asked'],
  ["return import('node:fs')", /promise/],
  [
    "let got = 'no'; import('node:fs').then(() => { got = 'yes' }, (e) => { got = String(e) }); return got",
    'no',
  ],
  ['return Promise.resolve(1)', /promise/],
  ['return new Promise(() => {})', /promise/],
  ['return { then() {} }', /promise/],
  ["Promise.reject(new Error('nobody hears')); return 1", 1],
  ['(async () => { throw new Error() })(); return 1', 1],
  ['(function loop() { Promise.resolve().then(loop) })(); return 1', 1],
  ['Object.prototype.hit = 1; return ({}).hit', /TypeError/],
  ["Object.defineProperty(Object.prototype, 'hit', { value: 1 })", /TypeError/],
  ['Object.setPrototypeOf(Object.prototype, { hit: 1 }); return ({}).hit', /TypeError/],
  ['({}).__proto__.hit = 1', /TypeError/],
  ['({}).constructor.prototype.hit = 1', /TypeError/],
  ['Array.prototype.push = () => 1', /TypeError/],
  ['Array.prototype[Symbol.iterator] = 1', /TypeError/],
  ['[][Symbol.iterator]().__proto__.next = 1', /TypeError/],
  ['Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ done: true })', /TypeError/],
  ['Object.getPrototypeOf(function* () {}).prototype.next = 1', /TypeError/],
  ["String.prototype.slice = () => 'mine'", /TypeError/],
  ["JSON.stringify = () => '1'", /TypeError/],
  ["globalThis.JSON = { stringify: () => '1' }", /TypeError/],
  ['globalThis.Error = { prepareStackTrace: (e, t) => t }', /TypeError/],
  ['Error.prepareStackTrace = (e, t) => t; return new Error().stack', /TypeError/],
  ["Object.defineProperty(Error, 'prepareStackTrace', { value: (e, t) => t })", /TypeError/],
  ['Math.random = () => 4', /TypeError/],
  ['RegExp.prototype.exec = () => null', /TypeError/],
  ['Map.prototype.get = () => 1', /TypeError/],
  ['delete Object.prototype.toString; return 1', /TypeError/],
  ['return JSON.parse(\'{"__proto__": {"hit": 1}}\')', {}],
  ['return { constructor: { prototype: { hit: 1 } }, ok: 1 }', { ok: 1 }],
  ["const o = {}; Object.defineProperty(o, '__proto__', { value: 1, enumerable: true }); return o", {}],
  ['return arguments.callee.caller', /TypeError/],
  ['return f.caller', /TypeError/],
  ['throw { get message() { throw 1 } }', /cannot be read/],
  ["throw { get stack() { throw 1 }, message: 'm' }", /cannot be read/],
  ["throw { name: {}, message: Symbol('x') }", /no message/],
  ["throw new Proxy({}, { get() { throw new Error('x') } })", /cannot be read/],
  ['throw new Proxy({}, { getPrototypeOf() { throw 1 }, getOwnPropertyDescriptor() { throw 1 } })', /.*/],
  ['throw { toString() { throw 1 } }', /no message/],
  ['throw null', 'null'],
  ["throw Symbol('x')", 'a symbol'],
  ['throw 10n', '10'],
  ["throw Object.assign(new Error('x'.repeat(100000)), { isOutput: 1 })", /^Error: x{390}/],
  ["const e = new Error('m'); e.stack = { match() { throw 1 } }; throw e", 'Error: m'],
  ['return Symbol()', /symbol/],
  ['return () => 1', /function/],
  ['return 10n', /bigint/],
  ['return new Map()', /Map/],
  ['return { a: () => 1 }', /function/],
  ['return { toJSON() { return 1 } }', /function/],
  ['const o = {}; o.o = o; return o', /levels/],
  ['let o = {}; for (let i = 0; i < 1e5; i++) o = { o }; return o', /levels/],
  ["return 'x'.repeat(3 << 20)", /more than/],
  ['return new Array(1e8)', /more than|Invalid/],
  ['return { get a() { throw new Error("late") } }', 'Error: late'],
  ['return new Proxy({}, { ownKeys() { throw new Error("keys") } })', 'Error: keys'],
  ['return new Proxy([], { get() { throw new Error("get") } })', 'Error: get'],
  ["return /^(a|aa)+$/.test('a'.repeat(41) + 'b')", false],
  ["return /^(a+)+$/.test('a'.repeat(40) + 'b')", false],
];

describe('X07: nothing gets out of a function', () => {
  it.each(escapes)('%s', async (body, expected) => {
    const answer = await attack(body);
    const [value] = given(answer);
    if (answer.failures.length === 0) expect(value).toEqual(expected);
    else {
      expect(answer.failures).toHaveLength(1);
      expect(answer.failures[0]?.reason).toMatch(expected as string | RegExp);
    }
    expect(given(answer).at(-1)).toBe('ok');
    expect(({} as { hit?: unknown }).hit).toBeUndefined();
  });

  it('a record may give so much and no more, caught or not', async () => {
    const answer = await use(
      "function f({ line }, emit) { if (line === 'bad') for (;;) { try { emit('x'.repeat(1000)) } catch { return } } emit('ok') }",
      lines('bad', 'good'),
      { shape: 'emit' },
    );
    expect(given(answer)).toEqual(['ok']);
    expect(answer.failures[0]?.code).toBe('FN_OUTPUT');
  });

  it.each([
    ["emit('a', 'b')", /2 values, and 1 is declared/],
    ['emit()', /0 values/],
    ["emit('text')", /declared as integer/],
    ['emit(1.5)', /declared as integer/],
    ['emit([1])', /declared as integer/],
  ])('what is emitted has to be what is declared: %s', async (call, reason) => {
    const answer = await use(
      `function f({ line }, emit) { if (line === 'bad') ${call}; else emit(1) }`,
      lines('bad', 'good'),
      {
        shape: 'emit',
        outputs: [{ name: 'x', type: 'integer' }],
      },
    );
    expect(given(answer)).toEqual([1]);
    expect(answer.failures).toMatchObject([
      { row: 0, code: 'FN_OUTPUT', reason: expect.stringMatching(reason) as string },
    ]);
  });

  it('reads no file, starts nothing and has no environment, even outside of the context', async () => {
    const runner = new RunnerProcess({ heapMiB: 64, residentMiB: 300, patience: 50 });
    const frame = await runner
      .exchange(1, [Buffer.from('{"script":1}')], 30_000)
      .catch((error: unknown) => error);
    // A frame it cannot read ends the process instead of anything else.
    expect(frame).toBeInstanceOf(Error);
  });
});

const bombs: readonly (readonly [string, string, RegExp])[] = [
  ['for (;;);', 'FN_TIMEOUT', /more than 150 ms/],
  ['throw { get message() { for (;;); } }', 'FN_TIMEOUT', /150 ms/],
  ['return new Proxy({}, { ownKeys() { for (;;); } })', 'FN_TIMEOUT', /150 ms/],
  ['return { get a() { for (;;); } }', 'FN_TIMEOUT', /150 ms/],
  ["return /^(a+)+\\1$/.test('a'.repeat(40) + 'b')", 'FN_TIMEOUT', /150 ms/],
  [
    'return new Array(2e6).fill(0).map(() => Math.random()).sort((a, b) => (a < b ? -1 : 1)).length',
    'FN_',
    /./,
  ],
];

describe('X08: bombs', () => {
  it.each(bombs)('%s', async (body, code, reason) => {
    const answer = await attack(body, { timeoutMs: 150 });
    expect(given(answer)).toEqual(['ok']);
    expect(answer.failures).toHaveLength(1);
    expect(answer.failures[0]).toMatchObject({ row: 0, reason: expect.stringMatching(reason) as string });
    expect(answer.failures[0]?.code).toContain(code);
  });

  it.each([
    ["const a = []; for (;;) a.push({ a: 'x' + a.length })"],
    ['const a = []; for (;;) a.push(new ArrayBuffer(16 << 20))'],
    ['const a = []; for (;;) { const b = new Uint8Array(16 << 20); b.fill(1); a.push(b) }'],
  ])('memory: %s', async (body) => {
    const answer = await attack(body, { timeoutMs: 60_000 });
    expect(given(answer)).toEqual(['ok']);
    expect(answer.failures).toMatchObject([{ row: 0 }]);
    expect(['FN_MEMORY', 'FN_THROWN']).toContain(answer.failures[0]?.code);
  });

  it('finds the guilty ones among many, and the others pass in their order', async () => {
    const texts = Array.from({ length: 300 }, (_, i) => (i % 150 === 77 ? 'loop' : `v${i}`));
    const answer = await use("function f(v) { if (v === 'loop') for (;;); return v }", lines(...texts), {
      timeoutMs: 150,
    });
    expect(given(answer)).toEqual(texts.filter((text) => text !== 'loop'));
    expect(answer.failures.map((f) => [f.row, f.code])).toEqual([
      [77, 'FN_TIMEOUT'],
      [227, 'FN_TIMEOUT'],
    ]);
    expect(logs.some((text) => text.includes('tried again record by record'))).toBe(true);
  });

  it('gives up when nothing goes any more', async () => {
    const texts = Array.from({ length: 40 }, () => 'loop');
    await expect(use('function f() { for (;;); }', lines(...texts), { timeoutMs: 50 })).rejects.toMatchObject(
      {
        code: 'FN_BROKEN',
      },
    );
    expect(given(await use('function f(v) { return v }', lines('a')))).toEqual(['a']);
  });

  it('can be closed while it loops, and leaves the others alone', async () => {
    const looping: UserFunction = host.open(program('function f() { for (;;); }', {}), task);
    const call = looping.call(lines('a'));
    const other = use('function f(v) { return v }', lines('b'));
    looping.close();
    await expect(call).rejects.toMatchObject({ code: 'FN_CLOSED' });
    expect(given(await other)).toEqual(['b']);
  });
});
