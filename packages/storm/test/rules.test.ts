import { describe, expect, it } from 'vitest';
import { diagnosticsOf, problemsOf, type Sketch } from './topology.ts';

const sound: Sketch = {
  components: {
    lines: ['spout.replay'],
    split: ['bolt.split', { parallelism: 2 }],
    count: ['bolt.count', { fields: ['word'], parallelism: 2 }],
    view: ['bolt.view'],
  },
  connections: {
    'lines -> split': {},
    'split -> count': { grouping: 'fields', fields: ['word'] },
    'count -> view': { grouping: 'global' },
  },
};

function withComponent(name: string, part: Sketch['components'][string], sketch = sound): Sketch {
  return { ...sketch, components: { ...sketch.components, [name]: part } };
}
function withConnection(ends: string, config: object, sketch = sound): Sketch {
  return { ...sketch, connections: { ...sketch.connections, [ends]: config as never } };
}

function withFunction(declared: object, edge: object): Sketch {
  const code = '(tuple, emit) => emit(tuple.line)';
  const bolts: Sketch = withComponent(
    'code',
    ['bolt.function', { code, ...declared }],
    withComponent('seen', ['bolt.view']),
  );
  return withConnection('lines -> code', {}, withConnection('code -> seen', edge, bolts));
}

describe('rules', () => {
  it('have nothing to say about a sound topology', () => {
    expect(problemsOf(sound)).toEqual([]);
    const streams = { outputStreams: ['errors(reason, n: integer)', 'none()'], outputFields: ['line'] };
    for (const edge of [
      {},
      { stream: '' },
      { stream: 'default' },
      { stream: 'errors', grouping: 'fields', fields: ['n'] },
    ])
      expect(problemsOf(withFunction(streams, edge))).toEqual([]);
  });

  it.each<[string, Sketch, readonly string[]]>([
    [
      'a topology without a spout',
      { components: { split: ['bolt.split'] } },
      ['FLOW_PORT_UNCONNECTED split', 'STORM_SPOUT_NONE t'],
    ],
    [
      'a bolt without input',
      withComponent('alone', ['bolt.filter', { predicate: 'true' }]),
      ['FLOW_PORT_UNCONNECTED alone'],
    ],
    ['a spout nobody hears', withComponent('alone', ['spout.replay']), ['STORM_SPOUT_UNHEARD alone']],
    [
      'a spout with input',
      withConnection('split -> lines', {}),
      [
        'FLOW_CONNECTION_REFUSED split -> lines',
        ...['count', 'lines', 'split', 'view'].map((c) => `FLOW_UNREACHABLE ${c}`),
      ],
    ],
    ['a topology name Storm refuses', { ...sound, name: 'a/b' }, ['STORM_NAME_TOPOLOGY t']],
    [
      'a component name of the system',
      withConnection('split -> __mine', {}, withComponent('__mine', ['bolt.view'])),
      ['STORM_NAME_RESERVED __mine'],
    ],
    ...(
      [
        [['x-y'], [], 'FIELD_NAME', 'outputFields'],
        [['x: number'], [], 'FIELD_TYPE', 'outputFields'],
        [['x', 'y', 'x: string'], [], 'FIELD_TWICE', 'outputFields'],
        [[], ['errors'], 'STREAM_FORM', 'outputStreams'],
        [[], ['a b(x)'], 'STREAM_FORM', 'outputStreams'],
        [[], ['x-y(x)'], 'STREAM_NAME', 'outputStreams'],
        [[], ['default(x)'], 'STREAM_TWICE', 'outputStreams'],
        [[], ['out(x)'], 'STREAM_TWICE', 'outputStreams'],
        [[], ['a(x)', 'a(y)'], 'STREAM_TWICE', 'outputStreams'],
        [[], ['a(x-y)'], 'FIELD_NAME', 'outputStreams'],
        [[], ['a(x: text)'], 'FIELD_TYPE', 'outputStreams'],
        [[], ['a(x, x)'], 'FIELD_TWICE', 'outputStreams'],
      ] as const
    ).map(([outputFields, outputStreams, code, field]): [string, Sketch, string[]] => [
      `a function that declares ${JSON.stringify([outputFields, outputStreams])}`,
      withFunction({ outputFields, outputStreams }, {}),
      [`STORM_${code} code.${field}`],
    ]),
    [
      'an edge that takes a stream nobody declares',
      withFunction({ outputStreams: ['errors(line)'] }, { stream: 'error' }),
      ['STORM_STREAM_UNKNOWN code -> seen.stream'],
    ],
    [
      'an edge that takes a stream of a bolt without streams',
      withConnection('count -> view', { stream: 'errors', grouping: 'global' }),
      ['STORM_STREAM_UNKNOWN count -> view.stream'],
    ],
    [
      'fields of another stream than the one the edge takes',
      withFunction(
        { outputStreams: ['errors(reason)'], outputFields: ['line'] },
        {
          stream: 'errors',
          grouping: 'fields',
          fields: ['line'],
        },
      ),
      ['FLOW_GROUPING_FIELD_MISSING code -> seen'],
    ],
    [
      'a fields grouping without fields',
      withConnection('split -> count', { grouping: 'fields' }),
      ['STORM_GROUPING_FIELDS_NONE split -> count.fields'],
    ],
    [
      'a partial key grouping without fields',
      withConnection('split -> count', { grouping: 'partial_key' }),
      ['STORM_GROUPING_FIELDS_NONE split -> count.fields'],
    ],
    [
      'a grouping by a field that is not there',
      withConnection('split -> count', { grouping: 'fields', fields: ['line'] }),
      ['FLOW_GROUPING_FIELD_MISSING split -> count'],
    ],
    [
      'counting in tasks that share every key',
      withConnection('split -> count', {}),
      ['STORM_COUNT_SPREAD split -> count.grouping'],
    ],
    [
      'more executors than tasks',
      withComponent('split', ['bolt.split', { parallelism: 4, tasks: 2 }]),
      ['STORM_EXECUTORS_IDLE split.parallelism'],
    ],
    [
      'more tasks than the topology allows',
      { ...sound, config: { maxTaskParallelism: 1 } },
      ['STORM_TASKS_CAPPED count.parallelism', 'STORM_TASKS_CAPPED split.parallelism'],
    ],
    [
      'failures nobody hears of',
      {
        ...withComponent('split', ['bolt.split', { failFraction: 1 }]),
        config: { ackers: 0, maxSpoutPending: 5 },
      },
      ['STORM_FAULTS_UNTRACKED split.failFraction', 'STORM_PENDING_UNTRACKED t.maxSpoutPending'],
    ],
    [
      'drops that never time out',
      {
        ...withComponent('split', ['bolt.split', { dropFraction: 1 }]),
        config: { enableMessageTimeouts: false },
      },
      ['STORM_DROPS_PENDING split.dropFraction'],
    ],
    [
      'a delay longer than the message timeout',
      { ...withComponent('split', ['bolt.split', { delayMs: 5000 }]), config: { messageTimeoutSecs: 5 } },
      ['STORM_DELAY_LONG split.delayMs'],
    ],
    [
      'a window of one slot',
      withConnection(
        'split -> roll',
        {},
        withComponent('roll', ['bolt.rolling-count', { windowSeconds: 5, emitFrequencySeconds: 3 }]),
      ),
      ['STORM_WINDOW_SHORT roll.windowSeconds'],
    ],
    [
      'a window that is no multiple of its slots',
      withConnection(
        'split -> roll',
        {},
        withComponent('roll', ['bolt.rolling-count', { windowSeconds: 10, emitFrequencySeconds: 3 }]),
      ),
      ['STORM_WINDOW_NOT_MULTIPLE roll.windowSeconds'],
    ],
  ])('find %s', (_title, sketch, problems) => {
    expect([...problemsOf(sketch)].sort()).toEqual([...problems].sort());
  });

  it('say what to do', () => {
    const sketches: Sketch[] = [
      {
        ...withComponent('split', ['bolt.split', { parallelism: 4, tasks: 2 }]),
        name: 'a.b',
        config: { ackers: 0 },
      },
      withConnection('split -> count', { grouping: 'fields' }),
    ];
    for (const diagnostic of sketches.flatMap(diagnosticsOf)) {
      expect(diagnostic.help ?? diagnostic.fix?.label, diagnostic.code).toBeTruthy();
      expect(diagnostic.message).toMatch(/\.$/);
    }
  });
});
