import { compile } from '@sluice/compiler';
import { createCatalog, type Drawing } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';
import { describe, expect, it } from 'vitest';
import { flume } from '../src/index.ts';
import { drawAgent } from './run-agent.ts';

const catalog = createCatalog([flume]);
const check = (drawing: Drawing): readonly Diagnostic[] => compile(drawing, { catalog }).diagnostics;
const codes = (drawing: Drawing): string[] => check(drawing).map((d) => d.code);

const seq = { type: 'flume.source.seq' };
const none = { type: 'flume.sink.null' };
const hdfs = (config: object) => ({
  type: 'flume.sink.hdfs',
  config: { path: 'data/x', fileType: 'DataStream', rollCount: 0, ...config },
});

/** The drawing after the fix of a diagnostic. */
function fixed(drawing: Drawing, code: string): Drawing {
  const fix = check(drawing).find((d) => d.code === code)?.fix;
  if (!fix) throw new Error(`${code} has no fix`);
  const change = <T extends { readonly config: object }>(part: T): T => {
    const config: { [field: string]: unknown } = { ...part.config, [fix.field]: fix.value };
    if (fix.value === undefined) delete config[fix.field];
    return { ...part, config };
  };
  const { components, connections } = drawing;
  if (fix.connection !== undefined) {
    const one = connections[fix.connection] as (typeof connections)[string];
    return { ...drawing, connections: { ...connections, [fix.connection]: change(one) } };
  }
  const id = fix.component as string;
  return {
    ...drawing,
    components: { ...components, [id]: change(components[id] as (typeof components)[string]) },
  };
}

const wrong: readonly (readonly [code: string, drawing: Drawing])[] = [
  [
    'FLUME_BATCH_EXCEEDS_TRANSACTION',
    drawAgent({ source: { ...seq, config: { batchSize: 1000 } }, sink: none }),
  ],
  [
    'FLUME_BATCH_EXCEEDS_TRANSACTION',
    drawAgent({ source: seq, sink: { ...none, config: { batchSize: 101 } } }),
  ],
  ['FLUME_TRANSACTION_EXCEEDS_CAPACITY', drawAgent({ source: seq, sink: none, channel: { capacity: 10 } })],
  [
    'FLUME_CHANNEL_STALLS',
    drawAgent({
      source: seq,
      attached: [{ type: 'flume.interceptor.regex_filter', config: { regex: '7' } }],
      sink: none,
      channel: { capacity: 100 },
    }),
  ],
  ['FLUME_HDFS_SMALL_FILES', drawAgent({ source: seq, sink: hdfs({ rollCount: 10 }) })],
  ['FLUME_HDFS_TIME_MISSING', drawAgent({ source: seq, sink: hdfs({ path: 'data/%Y' }) })],
  ['FLUME_HDFS_TIME_MISSING', drawAgent({ source: seq, sink: hdfs({ filePrefix: 'a%%' }) })],
  ['FLUME_HDFS_FILE_TYPE', drawAgent({ source: seq, sink: hdfs({ fileType: 'SequenceFile' }) })],
  ['FLUME_HDFS_CODEC', drawAgent({ source: seq, sink: hdfs({ codeC: 'gzip' }) })],
  ['FLUME_HDFS_REMOTE', drawAgent({ source: seq, sink: hdfs({ path: 'hdfs://namenode:8020/flume' }) })],
  ['FLUME_HDFS_ZONE_UNKNOWN', drawAgent({ source: seq, sink: hdfs({ timeZone: 'Nowhere/Land' }) })],
  [
    'FLUME_SELECTOR_WITHOUT_DEFAULT',
    drawAgent({
      source: seq,
      attached: [{ type: 'flume.selector.multiplexing', config: { header: 'h' } }],
      channels: { c1: { when: ['a'] }, c2: { when: ['b'] } },
      sink: none,
    }),
  ],
  [
    'FLUME_BIND_REMOTE',
    drawAgent({ source: { type: 'flume.source.netcat', config: { bind: '0.0.0.0' } }, sink: none }),
  ],
  [
    'FLUME_VALUE_TRIMMED',
    drawAgent({
      source: seq,
      attached: [{ type: 'flume.interceptor.regex_filter', config: { regex: 'a ' } }],
      sink: none,
    }),
  ],
];

describe('rules with a fix', () => {
  it.each(wrong)('%s goes away with it', (code, drawing) => {
    expect(codes(drawing)).toContain(code);
    expect(codes(fixed(drawing, code))).not.toContain(code);
  });
});

describe('rules without', () => {
  it.each([
    [
      'FLUME_SELECTOR_WITHOUT_MAPPING',
      drawAgent({ source: seq, attached: [{ type: 'flume.selector.multiplexing' }], sink: none }),
    ],
    [
      'FLUME_SELECTOR_REPEATED',
      drawAgent({
        source: seq,
        attached: [{ type: 'flume.selector.multiplexing' }, { type: 'flume.selector.replicating' }],
        sink: none,
      }),
    ],
    ['FLUME_SELECTOR_MISSING', drawAgent({ source: seq, channels: { c1: { when: ['x'] } }, sink: none })],
    [
      'FLUME_CONNECTION_UNUSED',
      drawAgent({
        source: seq,
        attached: [{ type: 'flume.selector.multiplexing' }],
        channels: { c1: { when: ['x'] }, c2: {} },
        sink: none,
      }),
    ],
    [
      'FLUME_SELECTOR_VALUE_BLANK',
      drawAgent({
        source: seq,
        attached: [{ type: 'flume.selector.multiplexing' }],
        channels: { c1: { when: [' x'], isDefault: true } },
        sink: none,
      }),
    ],
    ['FLUME_NAME_INVALID', drawAgent({ source: seq, channels: { 'c.1': {} }, sink: none })],
    ['FLUME_NAME_INVALID', drawAgent({ source: seq, channels: { 'c 1': {} }, sink: none })],
    [
      'FLUME_REGEX_UNSUPPORTED',
      drawAgent({
        source: seq,
        attached: [{ type: 'flume.interceptor.regex_filter', config: { regex: 'a++' } }],
        sink: none,
      }),
    ],
    [
      'FLUME_REPLACEMENT_INVALID',
      drawAgent({
        source: seq,
        attached: [
          { type: 'flume.interceptor.search_replace', config: { searchPattern: 'a', replaceString: '$1' } },
        ],
        sink: none,
      }),
    ],
    [
      'FLUME_EXTRACTOR_GROUPS',
      drawAgent({
        source: seq,
        attached: [
          { type: 'flume.interceptor.regex_extractor', config: { regex: '(a)', headers: ['x', 'y'] } },
        ],
        sink: none,
      }),
    ],
  ])('%s', (code, drawing) => {
    expect(codes(drawing)).toContain(code);
  });

  it('names a port that is taken twice', () => {
    const one = drawAgent({ source: { type: 'flume.source.netcat' }, sink: none });
    const src = one.components.src as (typeof one.components)[string];
    const two = { ...one, components: { ...one.components, other: { ...src, name: 'other' } } };
    expect(codes(two)).toContain('FLUME_PORT_REPEATED');
  });

  it('finds the time where something sets it', () => {
    const sink = hdfs({ path: 'data/%Y' });
    for (const attached of [
      { type: 'flume.interceptor.timestamp' },
      { type: 'flume.interceptor.static', config: { key: 'timestamp', value: '0' } },
      { type: 'flume.interceptor.regex_extractor', config: { regex: '(\\d+)', headers: ['timestamp'] } },
    ]) {
      expect(codes(drawAgent({ source: seq, attached: [attached], sink }))).not.toContain(
        'FLUME_HDFS_TIME_MISSING',
      );
    }
    const moved = [{ type: 'flume.interceptor.timestamp', config: { headerName: 'at' } }];
    expect(codes(drawAgent({ source: seq, attached: moved, sink }))).toContain('FLUME_HDFS_TIME_MISSING');
  });

  it('has nothing to say about a sound agent', () => {
    expect(check(drawAgent({ source: seq, sink: hdfs({}) }))).toEqual([]);
  });
});

describe('what a Flume agent fills in from its surroundings', () => {
  const found = (sink: object): string[] =>
    check(drawAgent({ source: seq, sink: hdfs(sink) }))
      .filter((d) => d.code === 'FLUME_VALUE_PLACEHOLDER')
      .map((d) => `${d.at.field} ${d.message}`);

  it('is named: a run here takes it literally', () => {
    expect(found({ path: '$' + '{OUT}/x' })).toEqual([expect.stringMatching(/^path .*contains \$\{OUT\}:/)]);
    expect(found({ filePrefix: 'a-$' + '{env:HOST:-x}' })).toEqual([
      expect.stringMatching(/^filePrefix .*contains \$\{env:HOST:-x\}:/),
    ]);
    expect(found({ path: 'data/%{host}', filePrefix: '$' + '{name}' })).toEqual([]);
  });
});
