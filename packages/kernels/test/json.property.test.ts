import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createKernels,
  type JsonList,
  jsonArray,
  jsonEscaped,
  jsonFalse,
  jsonMissing,
  jsonNull,
  jsonNumber,
  jsonObject,
  jsonString,
  jsonTrue,
} from '../src/index.ts';
import { onBoth, room, rowsOf, runs } from './arbitrary.ts';

const key = fc.constantFrom('a', 'b', 'text', 'entities', 'hash tags', 'é', 'longer than eight');
const word = fc.oneof(
  fc.constantFrom('', 'x', 'ü', '日本', '"', '\\', '\n', '\u0001', '😀', 'a longer text than sixteen bytes'),
  fc.string({ maxLength: 40 }),
);
const value: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    word,
    fc.constantFrom<unknown>(null, true, false, 0, -1.5, 1e300, 12345678901, -0, [], {}),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  ),
})).value;

/** JSON as some writers write it: white space, escapes where none are needed, and now and then a broken one. */
const text = fc
  .tuple(value, fc.constantFrom(undefined, 1, '\t'), fc.nat(20), fc.nat(500), fc.nat(255))
  .map(([one, indent, kind, at, byte]) => {
    let json = JSON.stringify(one, undefined, indent);
    if (kind === 0) json = json.replaceAll('é', '\\u00e9');
    if (kind === 1) json = json.replaceAll('"a"', '"\\u0061"');
    if (kind === 2) json = ` ${json.replaceAll('/', '\\/')}\r\n`;
    if (kind === 3) json = json.replaceAll('"b":', '"a":');
    const bytes = new TextEncoder().encode(json);
    if (kind === 4) return bytes.subarray(0, at % (bytes.length + 1));
    if (kind === 5 && bytes.length > 0) bytes[at % bytes.length] = byte;
    if (kind === 6) return Uint8Array.from([...bytes, byte]);
    return bytes;
  });

const steps = fc.array(key, { maxLength: 3 });
const path = fc.tuple(steps, fc.option(steps, { freq: 2 })).map(([before, after]) => {
  const dotted = (names: readonly string[]): string =>
    names.map((name) => (/^\w+$/.test(name) ? `.${name}` : `['${name}']`)).join('');
  return `$${dotted(before)}${after ? `[*]${dotted(after)}` : ''}`;
});

/** What the path gives in a parsed text: one value, or a list without null. */
function follow(root: unknown, wanted: string): unknown {
  const names = [...wanted.matchAll(/\.(\w+)|\['([^']*)'\]|(\[\*\])/g)].map(
    ([, dotted, quoted, all]) => (all ? undefined : (dotted ?? quoted)) as string | undefined,
  );
  let values = [root];
  for (const name of names) {
    values = values.flatMap((one) => {
      if (name === undefined) return Array.isArray(one) ? (one as unknown[]) : [];
      const isObject = typeof one === 'object' && one !== null && !Array.isArray(one);
      return isObject && Object.hasOwn(one, name) ? [(one as Record<string, unknown>)[name]] : [];
    });
  }
  if (names.includes(undefined)) return values.filter((one) => one !== null);
  return values[0];
}

function read(bytes: Uint8Array, slice: { start: number; end: number; kind: number }): unknown {
  const raw = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(slice.start, slice.end));
  switch (slice.kind) {
    case jsonMissing:
      return undefined;
    case jsonString:
      return raw;
    case jsonString + jsonEscaped:
      expect(raw).toContain('\\');
      return JSON.parse(`"${raw}"`);
    case jsonNumber:
      return Number(raw);
    case jsonTrue:
      return true;
    case jsonFalse:
      return false;
    case jsonNull:
      return null;
    default:
      expect([jsonObject, jsonArray]).toContain(slice.kind);
      expect(raw.startsWith(slice.kind === jsonObject ? '{' : '[')).toBe(true);
      return JSON.parse(raw);
  }
}

describe('paths of JSON rows', () => {
  it('give what JSON.parse and the path give, and every row that is not valid is flagged', () => {
    fc.assert(
      fc.property(
        rowsOf(text, 12),
        fc.array(path, { minLength: 1, maxLength: 8 }),
        fc.record({ from: fc.nat(2), limit: fc.nat(20) }),
        (one, paths, { from, limit }) => {
          const made = onBoth(one, (kernels, { arena, column, rows, live }) => {
            const kernel = kernels.json(paths);
            if (!kernel) throw new Error(`cannot follow ${paths.join(' ')}`);
            const targets = kernel.isList.map((isList) => {
              const size = isList ? limit : rows.rows;
              const parents = isList ? { parents: room(arena, size) } : {};
              const kinds = (arena.bytes(size) as Uint8Array).fill(0xdd);
              return { starts: room(arena, size), ends: room(arena, size), kinds, ...parents };
            });
            const fallbacks = (arena.bytes(rows.rows) as Uint8Array).fill(9);
            const result = kernel.read(column, rows, { paths: targets, fallbacks }, from);
            kernel.dispose();
            const done = live.slice(from, from + result.rows);
            const slice = (target: (typeof targets)[number], at: number): unknown =>
              read(column.bytes, {
                start: target.starts[at] as number,
                end: target.ends[at] as number,
                kind: target.kinds[at] as number,
              });
            return {
              result,
              done,
              flags: done.map(({ row }) => fallbacks[row]),
              values: targets.map((target, index) =>
                kernel.isList[index]
                  ? Array.from({ length: result.items[index] as number }, (_, at) => ({
                      row: (target as JsonList).parents[at],
                      value: slice(target, at),
                    }))
                  : done.map(({ row }) => ({ row, value: slice(target, row) })),
              ),
            };
          });
          const parsed = made.done.map(({ row, text: bytes }, index) => {
            try {
              return {
                row,
                isFlagged: made.flags[index] === 1,
                root: JSON.parse(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)) as unknown,
              };
            } catch {
              expect(made.flags[index]).toBe(1);
              return { row, isFlagged: true, root: undefined };
            }
          });
          expect(made.result.fallbacks).toBe(parsed.filter(({ isFlagged }) => isFlagged).length);
          paths.forEach((wanted, index) => {
            const expected = parsed.flatMap(({ row, isFlagged, root }) => {
              const found = isFlagged ? undefined : follow(root, wanted);
              if (!wanted.includes('[*]')) return [{ row, value: found }];
              return ((found ?? []) as unknown[]).map((item) => ({ row, value: item }));
            });
            expect(made.values[index]).toEqual(expected);
          });
        },
      ),
      runs(250),
    );
  });

  it('know keys again by all of their bytes, wherever they stand', () => {
    const long = 'k'.repeat(28);
    const name = fc.constantFrom(
      'k',
      'kk',
      'k"',
      `${long}x`,
      `${long}y`,
      `${long}xy`,
      `${long}xyz`,
      'é'.repeat(14),
    );
    const inner = fc.dictionary(name, fc.integer(), { noNullPrototype: true });
    const object = fc.dictionary(name, fc.oneof(fc.integer(), inner, fc.array(inner, { maxLength: 3 })), {
      noNullPrototype: true,
    });
    const row = fc.tuple(object, fc.boolean()).map(([one, isWide]) => {
      const json = JSON.stringify(one, undefined, isWide ? 1 : undefined);
      return new TextEncoder().encode(json);
    });
    const wanted = `$.${long}x`;
    fc.assert(
      fc.property(rowsOf(row, 30), (one) => {
        const read = onBoth(one, (kernels, { arena, column, rows, live }) => {
          const kernel = kernels.json([wanted, `$.k[*].${long}y`]);
          if (!kernel) throw new Error('cannot follow');
          const list = (): Uint32Array => room(arena, rows.rows);
          const kinds = (): Uint8Array => arena.bytes(rows.rows) as Uint8Array;
          const first = { starts: list(), ends: list(), kinds: kinds() };
          const many = {
            starts: room(arena, 100),
            ends: room(arena, 100),
            kinds: arena.bytes(100) as Uint8Array,
            parents: room(arena, 100),
          };
          const fallbacks = kinds();
          const result = kernel.read(column, rows, { paths: [first, many], fallbacks });
          kernel.dispose();
          const text = (starts: Uint32Array, ends: Uint32Array, at: number): string =>
            new TextDecoder().decode(column.bytes.subarray(starts[at], ends[at]));
          return {
            first: live.map(({ row: at }) =>
              first.kinds[at] ? text(first.starts, first.ends, at) : undefined,
            ),
            many: Array.from({ length: result.items[1] as number }, (_, at) =>
              text(many.starts, many.ends, at),
            ),
            flags: live.map(({ row: at }) => fallbacks[at] === 1),
            texts: live.map(({ text: bytes }) => new TextDecoder().decode(bytes)),
          };
        });
        const expected = read.texts.map((json, at) => (read.flags[at] ? {} : JSON.parse(json)));
        const compact = (json: string | undefined): string | undefined =>
          json === undefined ? undefined : JSON.stringify(JSON.parse(json));
        expect(read.first.map(compact)).toEqual(expected.map((object) => JSON.stringify(object[`${long}x`])));
        const lists = expected.flatMap((object) => (Array.isArray(object.k) ? object.k : []));
        const items = lists.map((item) => item[`${long}y`]).filter((item) => item !== undefined);
        expect(read.many.map(Number)).toEqual(items);
        // Only keys with escapes are for somebody else.
        read.flags.forEach((isFlagged, at) => {
          if (isFlagged) expect(read.texts[at]).toContain('\\"');
        });
      }),
      runs(60),
    );
  });

  it('flag only what they must', () => {
    const rows = [
      '{"a":1}',
      ' { "a" : [ ] } ',
      '{"a":1,"a":2}',
      '{"b":1,"b":2}',
      '{"\\u0061":1}',
      '{"b":"\\u0061"}',
      '{"a":01}',
      '{"a":1}}',
      '{"a":1',
      '',
      `${'['.repeat(64)}${']'.repeat(64)}`,
      `${'['.repeat(65)}${']'.repeat(65)}`,
      '{"a":"\t"}',
      '{"a":tru}',
      '\ufeff{}',
      '{"a":1,}',
      '[1,]',
      '{"a":-}',
      '{"a":1.e5}',
      '"\\x"',
    ];
    const texts = rows.map((row) => new TextEncoder().encode(row));
    const flags = onBoth({ texts, gap: 1, offset: 1, stale: 0x7d, selection: undefined }, (kernels, laid) => {
      const { arena, column } = laid;
      const list = (): Uint32Array => arena.uint32(rows.length) as Uint32Array;
      const bytes = (): Uint8Array => arena.bytes(rows.length) as Uint8Array;
      const fallbacks = bytes();
      const kernel = kernels.json(['$.a']);
      kernel?.read(column, laid.rows, {
        paths: [{ starts: list(), ends: list(), kinds: bytes() }],
        fallbacks,
      });
      kernel?.dispose();
      return [...fallbacks];
    });
    expect(flags).toEqual([0, 0, 1, 0, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('that cannot be followed are refused when the kernel is made', () => {
    for (const isPlain of [true, false]) {
      const kernels = createKernels({ isPlain, maximumBytes: 4 * 1024 * 1024 });
      for (const refused of ['a', '$.', '$.a[0]', '$[*][*]', '$.a[*].b[*]', "$['\ufffd']", "$['\ud800']"])
        expect(kernels.json([refused])).toBeUndefined();
      expect(kernels.json([])).toBeUndefined();
      expect(kernels.json(new Array<string>(9).fill('$.a'))).toBeUndefined();
      expect(kernels.json(['$', "$['a b']", '$["c"]', '$.a-b[*]'])?.isList).toEqual([
        false,
        false,
        false,
        true,
      ]);
    }
  });
});
