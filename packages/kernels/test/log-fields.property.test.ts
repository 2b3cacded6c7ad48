import { openDataset } from '@sluice/datasets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logFieldNames, noSlice, type SliceTarget } from '../src/index.ts';
import { latin1, onBoth, type RowCase, room, rowsOf, runs } from './arbitrary.ts';

const quoted = String.raw`"((?:[^"\\]|\\[^])*)"`;
const pattern = new RegExp(
  String.raw`^([^ ]+) ([^ ]+) ([^ ]+) \[([^\]]+)\] ${quoted} (\d{3}) (\d+|-) ${quoted} ${quoted}$`,
);

/** The fields as an expression reads them, or undefined. */
function oracle(line: string): string[] | undefined {
  const [, host, ident, user, time, request, status, bytes, referer, agent] = pattern.exec(line) ?? [];
  if (request === undefined) return undefined;
  const [, method, path, protocol] = /^([^ ]*) ([^]*) ([^ ]*)$/.exec(request) ?? [];
  if (path === undefined) return undefined;
  return [
    host,
    ident,
    user,
    time,
    request,
    method,
    path,
    protocol,
    status,
    bytes,
    referer,
    agent,
  ] as string[];
}

function readAll(one: RowCase) {
  return onBoth(one, (kernels, { arena, column, rows, live }) => {
    const targets: { [name: string]: SliceTarget } = {};
    for (const name of logFieldNames)
      targets[name] = { starts: room(arena, rows.rows), ends: room(arena, rows.rows) };
    const malformed = kernels.logFields(column, rows, targets);
    return {
      malformed,
      live,
      lines: live.map(({ row }) => {
        const slices = logFieldNames.map((name) => targets[name] as SliceTarget);
        if (slices.every(({ starts, ends }) => starts[row] === noSlice && ends[row] === noSlice))
          return undefined;
        return slices.map(({ starts, ends }) => latin1(column.bytes.subarray(starts[row], ends[row])));
      }),
    };
  });
}

const part = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('1.2.3.4', '-', 'frank', '[', 'GET /a HTTP/1.1', '200', '17', 'x'.repeat(40)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', ' ', '"', '\\', '\\"', '\\\\', ']', 'GET', ' a ', '99', '1234', 'a\nb'),
  },
);
const line = fc
  .tuple(fc.array(part, { minLength: 9, maxLength: 9 }), fc.nat(30), fc.nat(120))
  .map(([parts, damage, at]) => {
    const [host, ident, user, time, request, status, bytes, referer, agent] = parts;
    let text = `${host} ${ident} ${user} [${time}] "${request}" ${damage > 8 ? '404' : status} ${damage > 4 ? '17' : bytes} "${referer}" "${agent}"`;
    if (damage > 10) text = text.replace(/"[^]*?" 404/, `"GET /${host} HTTP/1.1" 404`);
    if (damage === 11) text = text.slice(0, at);
    if (damage === 12) text = `${text.slice(0, at)}${text.slice(at + 1)}`;
    if (damage === 13) text = `${text} `;
    return Uint8Array.from(text, (c) => c.charCodeAt(0));
  });

describe('log fields', () => {
  it('are what a regular expression reads, and whatever it refuses is malformed', () => {
    fc.assert(
      fc.property(rowsOf(line, 8), (one) => {
        const made = readAll(one);
        const expected = made.live.map(({ text }) => oracle(latin1(text)));
        expect(made.lines).toEqual(expected);
        expect(made.malformed).toBe(expected.filter((fields) => !fields).length);
      }),
      runs(250),
    );
  });

  it('of the demo log are all there', () => {
    const lines = openDataset('access-log', 3).lines(500, 400).trimEnd().split('\n');
    const texts = lines.map((one) => new TextEncoder().encode(one));
    const made = readAll({ texts, gap: 1, offset: 0, stale: 10, selection: undefined });
    expect(made.malformed).toBe(0);
    expect(made.lines).toEqual(lines.map(oracle));
  });

  it('that nobody asks for are left out', () => {
    const texts = ['h - - [t] "GET /a b HTTP/1.1" 200 - "" "\\""', 'nonsense'].map((one) =>
      new TextEncoder().encode(one),
    );
    onBoth(
      { texts, gap: 0, offset: 0, stale: 34, selection: undefined },
      (kernels, { arena, column, rows }) => {
        const path = { starts: room(arena, 2), ends: room(arena, 2) };
        expect(kernels.logFields(column, rows, { path })).toBe(1);
        expect(latin1(column.bytes.subarray(path.starts[0], path.ends[0]))).toBe('/a b');
        expect(path.starts[1]).toBe(noSlice);
      },
    );
  });
});
