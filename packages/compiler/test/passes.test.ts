import { applyDefaults, checkField, type Drawing, type FieldSpec, field } from '@sluice/component';
import type { Json } from '@sluice/ir';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../src/index.ts';
import { applyAllDefaults, connectionFieldsOf, isLink } from '../src/passes/apply-defaults.ts';
import { checkConnections } from '../src/passes/check-connections.ts';
import { groupBy, pushTo } from '../src/passes/group-by.ts';
import { numberParts } from '../src/passes/number-parts.ts';
import { orderComponents } from '../src/passes/order-components.ts';
import { resolveParts } from '../src/passes/resolve-parts.ts';
import { draw, problemsOf } from './fakes/draw.ts';
import { fakes } from './fakes/engines.ts';

/** Graphs over a few nodes; what points at itself or backwards makes circles. */
const graphs = fc
  .record({
    nodes: fc.integer({ min: 1, max: 9 }),
    edges: fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 14 }),
  })
  .map(({ nodes, edges }) => ({
    ids: Array.from({ length: nodes }, (_, i) => `n${(i * 5) % 9}`),
    edges: edges
      .filter(([a, b]) => a < nodes && b < nodes && a !== b)
      .map(([a, b]) => [`n${(a * 5) % 9}`, `n${(b * 5) % 9}`] as const),
  }));

/** Takes the least free node again and again; undefined when only circles are left. */
function naiveOrder(
  ids: readonly string[],
  edges: readonly (readonly [string, string])[],
): string[] | undefined {
  const left = new Set(ids);
  const order: string[] = [];
  while (left.size > 0) {
    const free = [...left].filter((id) => !edges.some(([a, b]) => b === id && left.has(a))).sort();
    const [next] = free;
    if (next === undefined) return undefined;
    left.delete(next);
    order.push(next);
  }
  return order;
}

function ordered(
  ids: readonly string[],
  edges: readonly (readonly [string, string])[],
): ReturnType<typeof orderComponents> {
  const components = new Map(ids.map((id) => [id, { id, name: id.toUpperCase(), system: 's' }]));
  const streams = edges.map(([a, b]) => ({ from: { component: a }, to: { component: b } }));
  return orderComponents({ components, systems: new Map(), connections: new Map() } as never, streams);
}

describe('the order of components', () => {
  it('is that of taking the least free one again and again', () => {
    fc.assert(
      fc.property(graphs, ({ ids, edges }) => {
        const expected = naiveOrder(ids, edges);
        const { ids: order, diagnostics } = ordered(ids, edges);
        if (expected !== undefined) {
          expect(order).toEqual(expected);
          expect(diagnostics).toEqual([]);
          return;
        }
        // With circles: all there, each once, and somebody of each break is told.
        expect([...order].sort()).toEqual([...ids].sort());
        expect(diagnostics.length).toBeGreaterThan(0);
        for (const { code, at } of diagnostics) {
          expect(code).toBe('FLOW_CYCLE');
          // What is told of leads back to itself.
          const reached = new Set<string>();
          const stack = edges.filter(([a]) => a === at.component).map(([, b]) => b);
          for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
            if (reached.has(id)) continue;
            reached.add(id);
            stack.push(...edges.filter(([a]) => a === id).map(([, b]) => b));
          }
          expect(reached.has(at.component ?? '')).toBe(true);
        }
        // Without those who were told of, in the order they were told, nothing goes in a circle.
        const told = new Set(diagnostics.map((d) => d.at.component));
        expect(
          naiveOrder(
            ids,
            edges.filter(([, b]) => !told.has(b)),
          ),
        ).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order of what is drawn', () => {
    fc.assert(
      fc.property(graphs, fc.nat(), ({ ids, edges }, seed) => {
        const turned = <T>(list: readonly T[]): T[] =>
          list.map((_, i) => list[(i + seed) % list.length] as T);
        expect(ordered(turned(ids), turned(edges))).toEqual(ordered(ids, edges));
      }),
      { numRuns: 100 },
    );
  });
});

describe('the order of a program', () => {
  it('is that of its streams, for operators, stages and streams', () => {
    fc.assert(
      fc.property(graphs, ({ ids, edges }) => {
        const expected = naiveOrder(ids, edges);
        if (expected === undefined) return;
        const stageOf = (id: string): string => `s${Number(id.slice(1)) % 3}`;
        const operators = ids.map((id) => ({ id, stage: stageOf(id) }));
        const stages = [...new Set(operators.map((o) => o.stage))].map((id) => ({ id }));
        const streams = edges.map(([a, b], i) => ({
          id: `e${i}`,
          from: { operator: a },
          to: { operator: b },
        }));
        const program = numberParts('p', { operators, stages, streams } as never);
        expect(program).toMatchObject({ name: 'p', version: 1 });
        expect(program.operators.map((o) => o.id)).toEqual(expected);
        expect(program.stages.map((s) => s.id)).toEqual([...new Set(expected.map(stageOf))]);
        const places = program.streams.map((s) => [
          expected.indexOf(s.from.operator),
          expected.indexOf(s.to.operator),
        ]);
        expect(places).toEqual([...places].sort(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d));
      }),
      { numRuns: 200 },
    );
  });
});

it('groups keep their order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', '__proto__'), fc.nat())), (pairs) => {
      const groups = groupBy(pairs, ([key]) => key);
      expect([...groups.keys()]).toEqual([...new Set(pairs.map(([key]) => key))]);
      for (const [key, list] of groups) expect(list).toEqual(pairs.filter(([one]) => one === key));
      const pushed = new Map<string, unknown[]>();
      for (const pair of pairs) pushTo(pushed, pair[0], pair);
      expect(pushed).toEqual(groups);
    }),
  );
});

const base = { label: 'Thing', help: 'A thing.' };
const required = { ...base, isRequired: true };
const empties: readonly (Json | undefined)[] = [undefined, '', []];

/** For each type of field: values that are right, and values that are wrong with what is said. */
const fieldCases: readonly (readonly [FieldSpec, readonly Json[], readonly (readonly [Json, string])[]])[] = [
  [
    field.text(base),
    ['x', ' ', '🎉'],
    [
      [1, 'TYPE'],
      [true, 'TYPE'],
      [null, 'TYPE'],
      [['x'], 'TYPE'],
      [{}, 'TYPE'],
    ],
  ],
  [
    field.text({ ...base, pattern: { source: '[a-z]+', message: 'Letters.' } }),
    ['a', 'abc'],
    [
      ['A', 'PATTERN'],
      ['a1', 'PATTERN'],
      ['a\n', 'PATTERN'],
      [' a', 'PATTERN'],
      [1, 'TYPE'],
    ],
  ],
  [
    field.integer(base),
    [0, -1, 9_007_199_254_740_991],
    [
      [0.5, 'TYPE'],
      ['1', 'TYPE'],
      [2 ** 53, 'TYPE'],
      [null, 'TYPE'],
      [true, 'TYPE'],
    ],
  ],
  [
    field.integer({ ...base, min: 1, max: 3 }),
    [1, 2, 3],
    [
      [0, 'RANGE'],
      [4, 'RANGE'],
      [-1, 'RANGE'],
      [1.5, 'TYPE'],
    ],
  ],
  [
    field.number(base),
    [0, 0.5, -1e9],
    [
      ['0.5', 'TYPE'],
      [null, 'TYPE'],
      [[1], 'TYPE'],
    ],
  ],
  [
    field.number({ ...base, min: 0, max: 100 }),
    [0, 99.9, 100],
    [
      [-0.1, 'RANGE'],
      [100.1, 'RANGE'],
    ],
  ],
  [
    field.boolean({ ...base, default: false }),
    [true, false],
    [
      [0, 'TYPE'],
      ['true', 'TYPE'],
      [null, 'TYPE'],
    ],
  ],
  [
    field.choice({ ...base, choices: ['a', 'b'], default: 'a' }),
    ['a', 'b'],
    [
      ['c', 'CHOICE'],
      ['A', 'CHOICE'],
      [1, 'CHOICE'],
      ['toString', 'CHOICE'],
    ],
  ],
  [
    field.list({ ...base, itemLabel: 'Item', default: [] }),
    [['a'], ['a', '']],
    [
      ['a', 'TYPE'],
      [[1], 'TYPE'],
      [[null], 'TYPE'],
      [{}, 'TYPE'],
    ],
  ],
  [
    field.assignments({ ...base, default: [] }),
    [[{ name: 'a', value: '1' }], [{ name: '', value: '' }]],
    [
      [['a'], 'TYPE'],
      [[{ name: 'a' }], 'TYPE'],
      [[{ name: 1, value: '' }], 'TYPE'],
      [[null], 'TYPE'],
      ['a=1', 'TYPE'],
    ],
  ],
  ...[
    field.path({ ...base, of: 'file' }),
    field.expression({ ...base, returns: 'any' }),
    field.regex(base),
    field.code({ ...base, shape: 'map' }),
    field.dataset({ ...base, default: 'x' }),
  ].map(
    (spec) =>
      [
        spec,
        ['x'],
        [
          [1, 'TYPE'],
          [null, 'TYPE'],
          [['x'], 'TYPE'],
        ],
      ] as const,
  ),
];

describe('a value of a form', () => {
  it.each(fieldCases.map(([spec, right, wrong]) => [spec.type, { spec, right, wrong }] as const))(
    'of the type %s',
    (_, { spec, right, wrong }) => {
      const place = { component: 'c' };
      for (const value of right)
        expect(checkField('x', spec, value, place), JSON.stringify(value)).toEqual([]);
      for (const [value, code] of wrong) {
        const found = checkField('x', spec, value, place);
        expect(
          found.map((d) => d.code),
          JSON.stringify(value),
        ).toEqual([`FLOW_FIELD_${code}`]);
        expect(found[0]).toMatchObject({ severity: 'error', at: { component: 'c', field: 'x' } });
        expect(found[0]?.message).toContain('Thing');
      }
      for (const empty of empties) {
        expect(checkField('x', { ...spec, isRequired: false } as FieldSpec, empty, place)).toEqual([]);
        const found = checkField('x', { ...spec, ...required } as FieldSpec, empty, place);
        expect(found.map((d) => d.code)).toEqual(['FLOW_FIELD_REQUIRED']);
      }
    },
  );

  it('is the default where none is set, and what nobody knows is left out', () => {
    const fields = {
      a: field.integer({ ...base, default: 1 }),
      b: field.text(base),
      c: field.list({ ...base, itemLabel: 'Item', default: ['x'] }),
      toString: field.text({ ...base, default: 'own' }),
    };
    expect(applyDefaults(fields, {})).toEqual({ a: 1, c: ['x'], toString: 'own' });
    expect(applyDefaults(fields, { a: 0, b: '', c: [], z: 1 })).toEqual({
      a: 0,
      b: '',
      c: [],
      toString: 'own',
    });
    expect(applyDefaults(fields, { a: null })).toMatchObject({ a: null });
  });
});

describe('what is in a system, as rules see it', () => {
  const drawing = draw(
    {
      a: 'flume.source.well',
      'a<two': 'flume.interceptor.dye',
      'a<one': ['flume.interceptor.dye', { colour: "'blue'" }],
      t: ['flume.channel.tank', { capacity: 3 }],
      s: ['flume.sink.tap', { where: 'x' }],
      h: 'storm.spout.hen',
      i: ['spark.input.folder', { from: 'x' }],
    },
    [['a>t', { when: ['x'] }], 't>s', 's.files>i.files'],
  );
  const resolved = resolveParts(drawing, fakes);
  const applied = applyAllDefaults(drawing, resolved, checkConnections(drawing, fakes).accepted);

  it('has its defaults', () => {
    expect(applied.components.get('a')?.config).toEqual({ depth: 3 });
    expect(applied.components.get('t')?.config).toEqual({ capacity: 3 });
    expect(applied.connections.get('a-t')?.config).toEqual({ when: ['x'] });
    expect(applied.connections.get('t-s')?.config).toEqual({ when: [] });
    expect(applied.connections.get('s-i')?.config).toEqual({});
  });

  it('knows who hangs on whom, in order', () => {
    const works = applied.systems.get('works');
    expect(works?.attached('a').map((c) => c.id)).toEqual(['two', 'one']);
    expect(works?.attached('t')).toEqual([]);
    expect(applied.components.get('one')?.host).toBe('a');
  });

  it('has the connections that touch it, those to others in both', () => {
    const touching = (id: string): string[] =>
      (applied.systems.get(id)?.connections ?? []).map((c) => c.id).sort();
    expect(touching('works')).toEqual(['a-t', 's-i', 't-s']);
    expect(touching('year')).toEqual(['s-i']);
    expect(touching('farm')).toEqual([]);
  });

  it('tells links from streams, and what may be chosen on them', () => {
    const [wire, link] = ['a-t', 's-i'].map((id) => drawing.connections[id]);
    if (wire === undefined || link === undefined) throw new Error('They are drawn.');
    expect([isLink(wire, resolved), isLink(link, resolved)]).toEqual([false, true]);
    expect(Object.keys(connectionFieldsOf(wire, resolved))).toEqual(['when']);
    expect(connectionFieldsOf(link, resolved)).toEqual({});
    const nowhere = {
      ...wire,
      from: { component: 'gone', port: 'out' },
      to: { component: 'lost', port: 'in' },
    };
    expect(connectionFieldsOf(nowhere, resolved)).toEqual({});
  });
});

describe('links through a directory', () => {
  const linked = (written: string, read: string): Drawing =>
    draw(
      {
        a: 'flume.source.well',
        t: 'flume.channel.tank',
        s: ['flume.sink.tap', { where: written }],
        i: ['spark.input.folder', { from: read }],
        w: 'spark.output.wall',
      },
      ['a>t', 't>s', 's.files>i.files', 'i>w'],
    );

  it.each([
    ['data', 'data'],
    ['./data', 'data'],
    ['data/', 'data'],
    ['data///', './data/'],
    ['file:///data', '/data'],
    ['/data', 'file:///data/'],
  ])('%s and %s are one', (written, read) => {
    expect(problemsOf(linked(written, read))).toEqual([]);
    const { program } = compile(linked(written, read), { catalog: fakes });
    expect(program?.streams.some((s) => s.id === 's-i')).toBe(false);
  });

  it.each([
    ['data', '/data'],
    ['data', 'Data'],
    ['data', 'data2'],
    ['data', '../data'],
    ['data/a', 'data/b'],
  ])('%s and %s are two', (written, read) => {
    expect(problemsOf(linked(written, read))).toEqual(['FLOW_LINK_PATHS_DIFFER i from']);
  });
});
