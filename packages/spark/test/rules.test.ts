import { compile } from '@sluice/compiler';
import { createCatalog, type Drawing } from '@sluice/component';
import type { Diagnostic, JsonObject } from '@sluice/ir';
import { describe, expect, it } from 'vitest';
import { spark } from '../src/index.ts';

const catalog = createCatalog([spark]);

type Parts = { readonly [name: string]: readonly [type: string, config?: JsonObject] };

/** What is said about components joined by edges `from>to` in one streaming context. */
function problems(parts: Parts, edges: readonly string[], context: JsonObject = {}): readonly Diagnostic[] {
  const drawing: Drawing = {
    texts: {},
    systems: {
      ctx: { type: 'spark.context', name: 'ctx', config: { checkpointDirectory: 'c', ...context } },
    },
    components: Object.fromEntries(
      Object.entries(parts).map(([name, [type, config]]) => [
        name,
        { type: `spark.${type}`, name, system: 'ctx', config: config ?? {} },
      ]),
    ),
    connections: Object.fromEntries(
      edges.map((edge) => {
        const [from = '', to = ''] = edge.split('>');
        return [
          edge,
          { from: { component: from, port: 'out' }, to: { component: to, port: 'in' }, config: {} },
        ];
      }),
    ),
  };
  return compile(drawing, { catalog }).diagnostics;
}
const codes = (found: readonly Diagnostic[]): string[] => found.map((d) => d.code);
const base: Parts = { in: ['input.replay'], out: ['output.print'] };
const window = (windowSeconds: number, slideSeconds: number): readonly [string, JsonObject] => [
  'transformation.window',
  { windowSeconds, slideSeconds },
];

it('says nothing about a sound program', () => {
  expect(problems({ ...base, w: window(60, 1) }, ['in>w', 'w>out'])).toEqual([]);
});

describe('window and slide', () => {
  it('must be multiples of the batch interval; the nearest one is a click away', () => {
    const found = problems({ ...base, w: window(2.4, 0.3) }, ['in>w', 'w>out']);
    expect(found).toMatchObject([
      {
        code: 'SPARK_SLIDE_NOT_MULTIPLE',
        severity: 'error',
        at: { component: 'w', field: 'slideSeconds' },
        message: 'The slide of w, 0.3 s, is not a multiple of the batch interval, 1 s.',
        fix: { component: 'w', field: 'slideSeconds', value: 1 },
      },
      {
        code: 'SPARK_WINDOW_NOT_MULTIPLE',
        at: { component: 'w', field: 'windowSeconds' },
        fix: { value: 2 },
      },
    ]);
  });

  it('count from the slide of the parent, as Spark does', () => {
    const found = problems({ ...base, v: window(4, 2), w: window(4, 3) }, ['in>v', 'v>w', 'w>out']);
    expect(codes(found)).toEqual(['SPARK_SLIDE_NOT_MULTIPLE']);
    expect(found[0]?.message).toContain('the slide of v, 2 s');
  });

  it('follow the interval of the box', () => {
    const parts = { ...base, w: window(3, 1.5) };
    expect(problems(parts, ['in>w', 'w>out'], { batchIntervalMs: 500 })).toEqual([]);
    expect(problems(parts, ['in>w', 'w>out'], { batchIntervalMs: 1500 })).toEqual([]);
    expect(codes(problems(parts, ['in>w', 'w>out'], { batchIntervalMs: 2000 }))).toContain(
      'SPARK_SLIDE_NOT_MULTIPLE',
    );
  });

  it('warn of gaps, and refuse them where an inverse makes them wrong', () => {
    expect(codes(problems({ ...base, w: window(1, 2) }, ['in>w', 'w>out']))).toEqual(['SPARK_WINDOW_GAPS']);
    const counts: Parts = {
      ...base,
      w: ['transformation.count-by-value-and-window', { windowSeconds: 1, slideSeconds: 2 }],
    };
    expect(problems(counts, ['in>w', 'w>out'])).toMatchObject([
      { code: 'SPARK_INVERSE_GAPS', severity: 'error' },
    ]);
  });
});

describe('the graph', () => {
  it('needs an output operation', () => {
    expect(codes(problems({ in: ['input.replay'] }, []))).toContain('SPARK_OUTPUT_NONE');
  });

  it('says which streams are never computed', () => {
    const found = problems({ ...base, lost: ['transformation.count-by-value'] }, ['in>out', 'in>lost']);
    expect(found.filter((d) => d.code === 'SPARK_STREAM_UNUSED').map((d) => d.at.component)).toEqual([
      'lost',
    ]);
  });

  it('needs pairs where Spark does', () => {
    const parts: Parts = {
      ...base,
      f: ['transformation.filter', { predicate: 'true' }],
      r: ['transformation.reduce-by-key'],
    };
    expect(codes(problems(parts, ['in>f', 'f>r', 'r>out']))).toContain('SPARK_PAIR_NEEDED');
    const paired: Parts = { ...parts, p: ['transformation.map-to-pair'] };
    expect(codes(problems(paired, ['in>p', 'p>f', 'f>r', 'r>out']))).toEqual([]);
  });

  it('joins two or more streams of one kind and one slide', () => {
    const union: Parts = {
      ...base,
      u: ['transformation.union'],
      w: window(2, 2),
      p: ['transformation.map-to-pair'],
    };
    expect(codes(problems({ ...base, u: ['transformation.union'] }, ['in>u', 'u>out']))).toEqual([
      'SPARK_UNION_SINGLE',
    ]);
    expect(codes(problems(union, ['in>u', 'in>w', 'w>u', 'in>p', 'p>u', 'u>out']))).toEqual(
      expect.arrayContaining(['SPARK_UNION_SLIDES', 'SPARK_UNION_TYPES']),
    );
  });
});

describe('state', () => {
  const byWindow = (config: JsonObject): Parts => ({
    ...base,
    p: ['transformation.map-to-pair'],
    r: ['transformation.reduce-by-key-and-window', { windowSeconds: 2, slideSeconds: 1, ...config }],
  });
  const edges = ['in>p', 'p>r', 'r>out'];

  it('wants a checkpoint directory on Spark', () => {
    const context = { checkpointDirectory: '' };
    expect(problems(byWindow({ inverse: 'a - b', dropValue: 0 }), edges, context)).toMatchObject([
      {
        code: 'SPARK_CHECKPOINT_MISSING',
        severity: 'info',
        at: { system: 'ctx', field: 'checkpointDirectory' },
      },
    ]);
    expect(problems(byWindow({}), edges, context)).toEqual([]);
  });

  it('says what an inverse cannot do and what stays', () => {
    expect(codes(problems(byWindow({ dropValue: 0 }), edges))).toEqual(['SPARK_DROP_WITHOUT_INVERSE']);
    expect(codes(problems(byWindow({ inverse: 'a - b' }), edges))).toEqual(['SPARK_KEYS_NEVER_LEAVE']);
    expect(codes(problems(byWindow({ combine: 'max(a, b)', inverse: 'a', dropValue: 0 }), edges))).toEqual([
      'SPARK_NOT_INVERTIBLE',
    ]);
  });
});

describe('the context', () => {
  it('tells when Spark would have no core left', () => {
    const found = problems(base, ['in>out'], { master: 'local' });
    expect(found).toMatchObject([
      { code: 'SPARK_CORES_TOO_FEW', severity: 'info', fix: { value: 'local[2]' } },
    ]);
    expect(problems(base, ['in>out'], { master: 'local[*]' })).toEqual([]);
  });

  it('tells when blocks are longer than batches', () => {
    expect(codes(problems(base, ['in>out'], { blockIntervalMs: 3000 }))).toEqual([
      'SPARK_BLOCK_INTERVAL_LONG',
    ]);
  });
});

it('refuses fields that are not set or out of range', () => {
  const found = problems({ ...base, m: ['transformation.map'], s: ['transformation.sort', { take: 0 }] }, [
    'in>m',
    'm>s',
    's>out',
  ]);
  expect(found.map((d) => [d.code, d.at.component, d.at.field])).toEqual(
    expect.arrayContaining([
      ['FLOW_FIELD_REQUIRED', 'm', 'expression'],
      ['FLOW_FIELD_RANGE', 's', 'take'],
    ]),
  );
});
