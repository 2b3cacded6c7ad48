import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Drawing } from '@sluice/component';
import type { Diagnostic, Fix, Json } from '@sluice/ir';
import { describe, expect, it } from 'vitest';
import { prepareCode } from '../src/code/index.ts';
import { compile } from '../src/index.ts';
import { draw } from './fakes/draw.ts';
import { fakes } from './fakes/engines.ts';

const pipe = (more: Parameters<typeof draw>[0] = {}, wires: Parameters<typeof draw>[1] = []): Drawing =>
  draw({ a: 'flume.source.well', t: 'flume.channel.tank', s: ['flume.sink.tap', { where: 'x' }], ...more }, [
    'a>t',
    't>s',
    ...wires,
  ]);
const hens = (test: string): Drawing =>
  draw({ h: 'storm.spout.hen', f: ['storm.bolt.sieve', { test }], b: 'storm.bolt.basket' }, ['h>f', 'f>b']);
const days = (more: Parameters<typeof draw>[0], wires: readonly string[]): Drawing =>
  draw({ i: ['spark.input.folder', { from: 'x' }], w: 'spark.output.wall', ...more }, wires);

/** One drawing for each thing the compiler can say, and where it says it. */
const drawings: { readonly [code: string]: readonly [drawing: Drawing, at: Diagnostic['at']] } = {
  FLOW_EMPTY: [draw({}), {}],
  FLOW_SYSTEM_UNKNOWN: [
    { ...pipe(), systems: { works: { type: 'beam.all', name: 'Beam', config: {} } } },
    { system: 'works' },
  ],
  FLOW_COMPONENT_UNKNOWN: [pipe({ t: 'flume.channel.lake' }), { component: 't', system: 'works' }],
  FLOW_COMPONENT_MISPLACED: [
    {
      ...pipe(),
      components: {
        ...pipe().components,
        h: { type: 'storm.spout.hen', name: 'h', system: 'works', config: {} },
      },
    },
    { component: 'h', system: 'works' },
  ],
  FLOW_PORT_UNCONNECTED: [draw({ a: 'flume.source.well' }), { component: 'a', system: 'works' }],
  FLOW_UNREACHABLE: [
    draw({ x: ['storm.bolt.sieve', { test: 'true' }], y: ['storm.bolt.sieve', { test: 'true' }] }, [
      'x>y',
      'y>x',
    ]),
    { component: 'x' },
  ],
  FLOW_CYCLE: [
    draw(
      {
        h: 'storm.spout.hen',
        x: ['storm.bolt.sieve', { test: 'true' }],
        y: ['storm.bolt.sieve', { test: 'true' }],
      },
      ['h>x', 'x>y', 'y>x'],
    ),
    { component: 'x', system: 'farm' },
  ],
  FLOW_CONNECTION_REFUSED: [pipe({}, ['a>s']), { connection: 'a-s' }],
  FLOW_NAME_DUPLICATE: [
    {
      ...pipe(),
      components: {
        ...pipe().components,
        u: { type: 'flume.channel.tank', name: 't', system: 'works', config: {} },
      },
    },
    { component: 'u', system: 'works' },
  ],
  FLOW_STREAMS_DIFFER: [
    draw({ h: 'storm.spout.hen', k: ['storm.spout.hen', { name: 'chick' }], b: 'storm.bolt.basket' }, [
      'h>b',
      'k>b',
    ]),
    { component: 'b', connection: 'k-b', system: 'farm' },
  ],
  FLOW_KEY_MISSING: [
    days({ r: 'spark.transformation.reducer' }, ['i>r', 'r>w']),
    { component: 'r', system: 'year', connection: 'i-r' },
  ],
  FLOW_GROUPING_FIELD_MISSING: [
    draw({ h: 'storm.spout.hen', b: 'storm.bolt.basket' }, [['h>b', { by: 'shell' }]]),
    { connection: 'h-b', system: 'farm' },
  ],
  FLOW_LINK_PATHS_DIFFER: [
    pipe({ i: ['spark.input.folder', { from: 'other' }], w: 'spark.output.wall' }, [
      's.files>i.files',
      'i>w',
    ]),
    { component: 'i', connection: 's-i', field: 'from', system: 'year' },
  ],
  FLOW_FIELD_REQUIRED: [pipe({ s: 'flume.sink.tap' }), { component: 's', system: 'works', field: 'where' }],
  FLOW_FIELD_TYPE: [
    pipe({ a: ['flume.source.well', { depth: '3' }] }),
    { component: 'a', system: 'works', field: 'depth' },
  ],
  FLOW_FIELD_RANGE: [
    pipe({ a: ['flume.source.well', { depth: 10 }] }),
    { component: 'a', system: 'works', field: 'depth' },
  ],
  FLOW_FIELD_UNKNOWN: [
    pipe({ a: ['flume.source.well', { width: 1 }] }),
    { component: 'a', system: 'works', field: 'width' },
  ],
  FLOW_EXPRESSION_RETURNS: [hens('weight + 1'), { component: 'f', system: 'farm', field: 'test' }],
  FLOW_EXPRESSION_SYNTAX: [hens('weight >'), { component: 'f', system: 'farm', field: 'test' }],
  FLOW_EXPRESSION_TYPE: [hens('egg > 1'), { component: 'f', system: 'farm', field: 'test' }],
  FLOW_EXPRESSION_NAME_UNKNOWN: [hens('wait > 1'), { component: 'f', system: 'farm', field: 'test' }],
  FLOW_EXPRESSION_FUNCTION_UNKNOWN: [
    hens('lowr(egg) == egg'),
    { component: 'f', system: 'farm', field: 'test' },
  ],
  FLOW_EXPRESSION_ARGUMENTS: [hens('lower() == egg'), { component: 'f', system: 'farm', field: 'test' }],
  FLOW_EXPRESSION_REGEX: [hens("matches(egg, '(')"), { component: 'f', system: 'farm', field: 'test' }],
  FLOW_EXPRESSION_REGEX_GROUP: [
    hens("extract(egg, 'a', 1) == egg"),
    { component: 'f', system: 'farm', field: 'test' },
  ],
  FLOW_EXPRESSION_LITERAL: [hens('matches(egg, egg)'), { component: 'f', system: 'farm', field: 'test' }],
  FLOW_EXPRESSION_JSON_PATH: [
    hens("json(egg, 'a') == egg"),
    { component: 'f', system: 'farm', field: 'test' },
  ],
  FLOW_EXPRESSION_JSON_TYPE: [
    hens("json(egg, '$.a', 'text') == egg"),
    { component: 'f', system: 'farm', field: 'test' },
  ],
  FLOW_EXPRESSION_TIME_PATTERN: [
    hens("parseTime(egg, 'q') == 1"),
    { component: 'f', system: 'farm', field: 'test' },
  ],
  FLOW_EXPRESSION_TOO_LONG: [
    hens(`egg == '${'x'.repeat(10_001)}'`),
    { component: 'f', system: 'farm', field: 'test' },
  ],
};

function found(drawing: Drawing): readonly Diagnostic[] {
  return compile(drawing, { catalog: fakes, checkCode: (text, shape) => prepareCode(text, shape).problems })
    .diagnostics;
}

describe('everything the compiler can say', () => {
  it.each(Object.entries(drawings))('%s', (code, [drawing, at]) => {
    const diagnostic = found(drawing).find((d) => d.code === code);
    const { range, ...place } = diagnostic?.at ?? {};
    expect(place).toEqual(at);
    expect(diagnostic?.message).toMatch(/[^.]\.$/);
    expect(diagnostic?.help ?? 'There.').toMatch(/[.?]$/);
    // A place in a text is inside of it.
    if (range !== undefined) {
      const lines = range.text.split('\n');
      expect(range.line).toBeGreaterThanOrEqual(1);
      expect(range.endLine).toBeLessThanOrEqual(lines.length);
      expect(range.column).toBeLessThanOrEqual((lines[range.line - 1]?.length ?? 0) + 1);
      expect(range.endColumn).toBeLessThanOrEqual((lines[range.endLine - 1]?.length ?? 0) + 1);
    }
  });

  it('is in this table, or in that of codes', () => {
    const source = join(import.meta.dirname, '..', 'src');
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
    );
    const written = files.flatMap(
      (name) => readFileSync(join(source, name), 'utf8').match(/'FLOW_[A-Z_]+'/g) ?? [],
    );
    const places = readFileSync(join(import.meta.dirname, 'code-places.test.ts'), 'utf8');
    const codes = [...new Set(written.map((code) => code.slice(1, -1)))];
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !(code in drawings) && !places.includes(code)).sort()).toEqual([
      // Both in the tests beside the code.
      ...(codes.includes('FLOW_CODE_GENERATOR') ? ['FLOW_CODE_GENERATOR'] : []),
    ]);
  });
});

/** What a person gets who takes the way out. */
function applied(drawing: Drawing, { component, system, connection, field, value }: Fix): Drawing {
  const set = (config: { readonly [key: string]: Json }): { readonly [key: string]: Json } => {
    const { [field as string]: _, ...others } = config;
    return value === undefined ? others : { ...others, [field as string]: value as Json };
  };
  const changed = <T extends { readonly config: { readonly [key: string]: Json } }>(
    all: { readonly [id: string]: T },
    id: string,
  ): { readonly [id: string]: T } => ({
    ...all,
    [id]: { ...(all[id] as T), config: set((all[id] as T).config) },
  });
  if (component !== undefined) return { ...drawing, components: changed(drawing.components, component) };
  if (connection !== undefined) return { ...drawing, connections: changed(drawing.connections, connection) };
  return { ...drawing, systems: changed(drawing.systems, system as string) };
}

describe('a way out', () => {
  const fixes = Object.entries(drawings).flatMap(([code, [drawing]]) =>
    found(drawing).flatMap((d) => (d.code === code && d.fix ? [{ code, drawing, fix: d.fix }] : [])),
  );

  it('is offered where there is one', () => {
    expect(fixes.map(({ code }) => code)).toEqual(['FLOW_LINK_PATHS_DIFFER', 'FLOW_FIELD_UNKNOWN']);
  });

  it.each(fixes)('leads out of $code', ({ code, drawing, fix }) => {
    const before = found(drawing).map((d) => d.code);
    const after = found(applied(drawing, fix)).map((d) => d.code);
    expect(after).not.toContain(code);
    expect(after).toEqual(before.filter((one) => one !== code));
  });
});
