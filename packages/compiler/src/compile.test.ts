import { describe, expect, test } from 'vitest';
import { draw, problemsOf } from '../test/fakes/draw.ts';
import { fakes } from '../test/fakes/engines.ts';
import { compile, explain } from './index.ts';

const works = draw(
  {
    a: 'flume.source.well',
    'a<red': 'flume.interceptor.dye',
    t1: 'flume.channel.tank',
    t2: ['flume.channel.tank', { capacity: 5 }],
    s1: ['flume.sink.tap', { where: 'x', label: 'headers.colour' }],
    s2: ['flume.sink.tap', { where: 'y' }],
  },
  ['a>t1', 'a>t2', 't1>s1', 't2>s2'],
);

function programOf(drawing: Parameters<typeof compile>[0]) {
  const { program, diagnostics } = compile(drawing, { catalog: fakes, name: 'test' });
  expect(diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
  if (program === undefined) throw new Error('There is no program.');
  return program;
}

describe('a drawing without mistakes', () => {
  test('becomes stages, operators and streams', () => {
    expect(explain(programOf(works))).toBe(
      [
        'program test',
        '',
        'stage works:a: transactional, at-least-once, batchSize 1',
        '  a: source flume.source.well',
        "  red: map ..., headers.colour = 'red'",
        '',
        'stage works:t1: transactional, at-least-once, batchSize 1',
        '  t1: buffer memory, 10 records',
        '',
        'stage works:s1: transactional, at-least-once, batchSize 1',
        '  s1: sink flume.sink.tap [at-least-once]',
        '',
        'stage works:t2: transactional, at-least-once, batchSize 1',
        '  t2: buffer memory, 5 records',
        '',
        'stage works:s2: transactional, at-least-once, batchSize 1',
        '  s2: sink flume.sink.tap [at-least-once]',
        '',
        'a -> red: forward, event(headers: map<string>, body: bytes)',
        'red -> t1: forward, event(headers: map<string>, body: bytes)',
        'red -> t2: forward, event(headers: map<string>, body: bytes)',
        't1 -> s1: forward, event(headers: map<string>, body: bytes)',
        't2 -> s2: forward, event(headers: map<string>, body: bytes)',
        '',
      ].join('\n'),
    );
  });

  test('an attached selector makes a route whose outputs are the connections', () => {
    const program = programOf({
      ...works,
      components: {
        ...works.components,
        v: { type: 'flume.selector.valve', name: 'v', system: 'works', config: {}, host: 'a' },
      },
      connections: {
        ...works.connections,
        'a-t1': {
          from: { component: 'a', port: 'out' },
          to: { component: 't1', port: 'in' },
          config: { when: ['red'] },
        },
      },
    });
    const route = program.operators.find((o) => o.kind === 'route');
    expect(route).toMatchObject({
      id: 'a.route',
      stage: 'works:a',
      outputs: [{ name: 'a-t1' }, { name: 'a-t2' }],
      origin: { component: 'a', system: 'works' },
      on: { origin: { component: 'a' } },
      cases: [{ value: 'red', required: ['a-t1'] }],
    });
    expect(program.streams.find((s) => s.id === 'a-t2')?.from).toEqual({
      operator: 'a.route',
      output: 'a-t2',
    });
  });

  test('parallelism, partitioning and inferred schemas come along', () => {
    const program = programOf(
      draw(
        {
          h: 'storm.spout.hen',
          f: ['storm.bolt.sieve', { test: 'weight > 3' }],
          c: 'storm.bolt.counter',
          b: 'storm.bolt.basket',
        },
        ['h>f', ['f>c', { by: 'egg' }], 'c>b'],
      ),
    );
    expect(
      program.streams.map((s) => [s.id, s.partitioning.kind, s.schema.fields.map((f) => f.name)]),
    ).toEqual([
      ['h-f', 'shuffle', ['egg', 'weight']],
      ['f-c', 'hash', ['egg', 'weight']],
      ['c-b', 'shuffle', ['egg', 'count']],
    ]);
    expect(program.operators.every((o) => o.parallelism.tasks === 4)).toBe(true);
    expect(program.stages).toMatchObject([{ id: 'farm:farm', model: 'tuple-tree', workers: 2 }]);
  });

  test('a link between systems makes no stream', () => {
    const program = programOf(
      draw(
        {
          a: 'flume.source.well',
          t: 'flume.channel.tank',
          s: ['flume.sink.tap', { where: 'dir/' }],
          i: ['spark.input.folder', { from: './dir' }],
          p: 'spark.transformation.pairs',
          r: 'spark.transformation.reducer',
          w: 'spark.output.wall',
        },
        ['a>t', 't>s', 's.files>i.files', 'i>p', 'p>r', 'r>w'],
      ),
    );
    expect(program.streams.map((s) => s.id).sort()).toEqual(['a-t', 'i-p', 'p-r', 'r-w', 't-s']);
    expect(program.operators.find((o) => o.id === 'i')?.inputs).toEqual([]);
    expect(program.operators.find((o) => o.id === 's')?.outputs).toEqual([]);
    expect(program.streams.find((s) => s.id === 'r-w')?.schema).toEqual({
      shape: 'pair',
      fields: [
        { name: 'key', type: 'string' },
        { name: 'value', type: 'integer' },
      ],
    });
  });

  test('a warning does not stop it', () => {
    const drawing = draw(
      {
        a: 'flume.source.well',
        t: ['flume.channel.tank', { capacity: 13, old: 1 }],
        s: ['flume.sink.tap', { where: 'x' }],
      },
      ['a>t', 't>s'],
    );
    expect(problemsOf(drawing)).toEqual(['PIPES_UNLUCKY t capacity', 'FLOW_FIELD_UNKNOWN t old']);
    expect(programOf(drawing).operators).toHaveLength(3);
  });
});

describe('mistakes', () => {
  test.each<[string, ReturnType<typeof draw>, readonly string[]]>([
    ['nothing drawn', draw({}), ['FLOW_EMPTY -']],
    [
      'a component nobody knows, with its neighbours left alone',
      draw({ a: 'flume.source.geyser', t: 'flume.channel.tank', s: ['flume.sink.tap', { where: 'x' }] }, [
        'a>t',
        't>s',
      ]),
      ['FLOW_COMPONENT_UNKNOWN a'],
    ],
    [
      'a component in a system of another engine',
      {
        ...works,
        components: {
          ...works.components,
          h: { type: 'storm.spout.hen', name: 'h', system: 'works', config: {} },
        },
      },
      ['FLOW_COMPONENT_MISPLACED h'],
    ],
    [
      'a system nobody knows',
      { ...works, systems: { works: { type: 'beam.pipeline', name: 'works', config: {} } } },
      ['FLOW_SYSTEM_UNKNOWN works'],
    ],
    ['nothing connected', draw({ a: 'flume.source.well' }), ['FLOW_PORT_UNCONNECTED a']],
    [
      'values of the form',
      draw({ a: ['flume.source.well', { depth: 99 }], t: 'flume.channel.tank', s: 'flume.sink.tap' }, [
        'a>t',
        't>s',
      ]),
      ['FLOW_FIELD_RANGE a depth', 'FLOW_FIELD_REQUIRED s where'],
    ],
    [
      'one connection too many',
      draw(
        {
          a: 'flume.source.well',
          t: 'flume.channel.tank',
          u: 'flume.channel.tank',
          s: ['flume.sink.tap', { where: 'x' }],
        },
        ['a>t', 'a>u', 't>s', 'u>s'],
      ),
      ['FLOW_CONNECTION_REFUSED u-s'],
    ],
    [
      'a connection between ports that do not fit',
      draw({ a: 'flume.source.well', t: 'flume.channel.tank', s: ['flume.sink.tap', { where: 'x' }] }, [
        'a>t',
        't>s',
        'a>s',
      ]),
      ['FLOW_CONNECTION_REFUSED a-s'],
    ],
    [
      'an expression over a field that is not there',
      draw({ h: 'storm.spout.hen', f: ['storm.bolt.sieve', { test: "eg == 'x'" }], b: 'storm.bolt.basket' }, [
        'h>f',
        'f>b',
      ]),
      ['FLOW_EXPRESSION_NAME_UNKNOWN f test'],
    ],
    [
      'an expression of the wrong type',
      draw({ h: 'storm.spout.hen', f: ['storm.bolt.sieve', { test: 'egg' }], b: 'storm.bolt.basket' }, [
        'h>f',
        'f>b',
      ]),
      ['FLOW_EXPRESSION_RETURNS f test'],
    ],
    [
      "a sink's expression",
      draw(
        {
          a: 'flume.source.well',
          t: 'flume.channel.tank',
          s: ['flume.sink.tap', { where: 'x', label: 'length(body)' }],
        },
        ['a>t', 't>s'],
      ),
      ['FLOW_EXPRESSION_RETURNS s label'],
    ],
    [
      "an attached component's expression",
      draw(
        {
          a: 'flume.source.well',
          'a<d': ['flume.interceptor.dye', { colour: 'bod' }],
          t: 'flume.channel.tank',
          s: ['flume.sink.tap', { where: 'x' }],
        },
        ['a>t', 't>s'],
      ),
      ['FLOW_EXPRESSION_NAME_UNKNOWN d colour'],
    ],
    [
      'a combination of two values',
      draw(
        {
          i: ['spark.input.folder', { from: 'x' }],
          p: 'spark.transformation.pairs',
          r: ['spark.transformation.reducer', { combine: 'a + c' }],
          w: 'spark.output.wall',
        },
        ['i>p', 'p>r', 'r>w'],
      ),
      ['FLOW_EXPRESSION_NAME_UNKNOWN r combine'],
    ],
    [
      'values that arrive and cannot be combined',
      draw(
        {
          i: ['spark.input.folder', { from: 'x' }],
          p: ['spark.transformation.pairs', { value: 'value' }],
          r: ['spark.transformation.reducer', { combine: 'a - b' }],
          w: 'spark.output.wall',
        },
        ['i>p', 'p>r', 'r>w'],
      ),
      ['FLOW_EXPRESSION_TYPE r combine', 'FLOW_EXPRESSION_TYPE r combine'],
    ],
    [
      'a reduction of what has no keys',
      draw(
        {
          i: ['spark.input.folder', { from: 'x' }],
          r: 'spark.transformation.reducer',
          w: 'spark.output.wall',
        },
        ['i>r', 'r>w'],
      ),
      ['FLOW_KEY_MISSING r'],
    ],
    [
      'a grouping by a field the stream does not have',
      draw({ h: 'storm.spout.hen', b: 'storm.bolt.basket' }, [['h>b', { by: 'shell' }]]),
      ['FLOW_GROUPING_FIELD_MISSING h-b'],
    ],
    [
      'two streams that do not go together',
      draw({ h: 'storm.spout.hen', k: ['storm.spout.hen', { name: 'chick' }], b: 'storm.bolt.basket' }, [
        'h>b',
        'k>b',
      ]),
      ['FLOW_STREAMS_DIFFER b'],
    ],
    [
      'a circle',
      draw(
        {
          h: 'storm.spout.hen',
          x: ['storm.bolt.sieve', { test: 'true' }],
          y: ['storm.bolt.sieve', { test: 'true' }],
          b: 'storm.bolt.basket',
        },
        ['h>x', 'x>y', 'y>x', 'y>b'],
      ),
      ['FLOW_CYCLE x'],
    ],
    [
      'a circle no source leads to',
      draw({ x: ['storm.bolt.sieve', { test: 'true' }], y: ['storm.bolt.sieve', { test: 'true' }] }, [
        'x>y',
        'y>x',
      ]),
      ['FLOW_CYCLE x', 'FLOW_UNREACHABLE x', 'FLOW_UNREACHABLE y'],
    ],
    [
      'a link whose ends name different folders',
      draw(
        {
          a: 'flume.source.well',
          t: 'flume.channel.tank',
          s: ['flume.sink.tap', { where: 'one' }],
          i: ['spark.input.folder', { from: 'two' }],
          w: 'spark.output.wall',
        },
        ['a>t', 't>s', 's.files>i.files', 'i>w'],
      ),
      ['FLOW_LINK_PATHS_DIFFER i from'],
    ],
    [
      'two parts with one name',
      {
        ...works,
        components: {
          ...works.components,
          t2: { type: 'flume.channel.tank', name: 't1', system: 'works', config: {} },
        },
      },
      ['FLOW_NAME_DUPLICATE t2'],
    ],
  ])('%s', (_, drawing, expected) => {
    expect([...problemsOf(drawing)].sort()).toEqual([...expected].sort());
    const { program, diagnostics } = compile(drawing, { catalog: fakes });
    expect(program).toBeUndefined();
    for (const { message, help } of diagnostics) {
      expect(message).toMatch(/\.$/);
      expect(help ?? '').toMatch(/\.$|\?$/);
    }
  });

  test('come all at once, and one does not hide or cause another', () => {
    const drawing = draw(
      {
        h: 'storm.spout.hen',
        f: ['storm.bolt.sieve', { test: 'egg +' }],
        c: ['storm.bolt.counter', { by: 'shell' }],
        b: 'storm.bolt.basket',
        a: ['flume.source.well', { depth: 0 }],
      },
      ['h>f', 'f>c', 'c>b'],
    );
    expect([...problemsOf(drawing)].sort()).toEqual([
      'FLOW_EXPRESSION_SYNTAX f test',
      'FLOW_FIELD_RANGE a depth',
      'FLOW_KEY_MISSING c',
      'FLOW_PORT_UNCONNECTED a',
    ]);
  });

  test('an expression problem says where in the text it is', () => {
    const drawing = draw(
      { h: 'storm.spout.hen', f: ['storm.bolt.sieve', { test: 'weight > 1\n  and eg == egg' }] },
      ['h>f'],
    );
    const found = compile(drawing, { catalog: fakes }).diagnostics.find((d) =>
      d.code.startsWith('FLOW_EXPRESSION'),
    );
    expect(found?.at.range).toMatchObject({ line: 2, column: 7, endLine: 2, endColumn: 9 });
    expect(found?.help).toBe('Did you mean egg?');
  });
});
