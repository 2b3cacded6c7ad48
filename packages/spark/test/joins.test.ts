import { compile } from '@sluice/compiler';
import { createCatalog, type Drawing } from '@sluice/component';
import type { JsonObject } from '@sluice/ir';
import { createRun } from '@sluice/runtime';
import { VirtualHost } from '@sluice/testkit';
import { describe, expect, it } from 'vitest';
import { spark } from '../src/index.ts';
import { sparkImplementations } from '../src/runtime.ts';

type Parts = { readonly [name: string]: readonly [type: string, config?: JsonObject] };

/** Components joined by edges `from>to` or `from>to@port` in one streaming context. */
function draw(parts: Parts, edges: readonly string[]): Drawing {
  return {
    texts: {},
    systems: { ctx: { type: 'spark.context', name: 'ctx', config: { checkpointDirectory: 'c' } } },
    components: Object.fromEntries(
      Object.entries(parts).map(([name, [type, config]]) => [
        name,
        { type: `spark.${type}`, name, system: 'ctx', config: config ?? {} },
      ]),
    ),
    connections: Object.fromEntries(
      edges.map((edge) => {
        const [from = '', target = ''] = edge.split('>');
        const [to = '', port = 'in'] = target.split('@');
        return [edge, { from: { component: from, port: 'out' }, to: { component: to, port }, config: {} }];
      }),
    ),
  };
}

const catalog = createCatalog([spark]);
const pair = (key: string, value: string): readonly [string, JsonObject] => [
  'transformation.map-to-pair',
  { key, value },
];

/** What `print` writes for lines that all come in the first batch. */
async function printed(parts: Parts, edges: readonly string[], lines: readonly string[]): Promise<string[]> {
  const { program, diagnostics } = compile(draw(parts, edges), { catalog });
  if (!program) throw new Error(JSON.stringify(diagnostics));
  const host = new VirtualHost({
    implementations: sparkImplementations,
    datasets: {
      sentences: () => ({
        title: 'Lines of a test',
        naturalRate: 1,
        total: lines.length,
        lines: (from, count) =>
          lines
            .slice(from, from + count)
            .map((line) => `${line}\n`)
            .join(''),
      }),
    },
  });
  const run = createRun(program, host);
  await run.start();
  await host.untilDone();
  const text = host.events.flatMap((event) => (event.kind === 'print' ? [event.text] : [])).join('\n');
  return text
    .split('\n')
    .filter((line) => line.startsWith('(') || line.startsWith('List') || /^\w+=/.test(line))
    .sort();
}

const input: Parts = { in: ['input.replay', { dataset: 'sentences', rate: -1 }], out: ['output.print'] };

describe('drawn', () => {
  it.each([
    ['join', ['(a,List(2, a!))']],
    ['left-outer-join', ['(a,List(2, a!))', '(b,List(1, null))']],
    ['right-outer-join', ['(a,List(2, a!))', '(c,List(null, c!))']],
    ['full-outer-join', ['(a,List(2, a!))', '(b,List(1, null))', '(c,List(null, c!))']],
    ['cogroup', ['(a,List(List(2), List(a!)))', '(b,List(List(1), List()))', '(c,List(List(), List(c!)))']],
  ])('%s brings two streams of one context together', async (name, expected) => {
    const parts: Parts = {
      ...input,
      words: ['transformation.filter', { predicate: "value != 'c'" }],
      ones: pair('value', '1'),
      counts: ['transformation.reduce-by-key'],
      others: ['transformation.filter', { predicate: "value != 'b'" }],
      marks: pair('value', "value + '!'"),
      firsts: ['transformation.reduce-by-key', { combine: 'a' }],
      join: [`transformation.${name}`],
    };
    const edges = [
      ...['in>words', 'words>ones', 'ones>counts', 'counts>join@left'],
      ...['in>others', 'others>marks', 'marks>firsts', 'firsts>join@right', 'join>out'],
    ];
    expect(await printed(parts, edges, ['a', 'b', 'a', 'c'])).toEqual(expected);
  });

  it('mapWithState gives something for each record, or its state', async () => {
    const parts = (config: JsonObject): Parts => ({
      ...input,
      pairs: pair('value', '1'),
      state: ['transformation.map-with-state', config],
    });
    const edges = ['in>pairs', 'pairs>state', 'state>out'];
    const lines = ['a', 'b', 'a'];
    const mapped = { when: 'value > 1', result: "key + '=' + string(value)" };
    expect(await printed(parts(mapped), edges, lines)).toEqual(['a=2']);
    expect(await printed(parts({ gives: 'snapshots' }), edges, lines)).toContain('(a,2)');
  });

  it('needs pairs on both sides, and says at which component', () => {
    const parts: Parts = { ...input, pairs: pair('value', '1'), join: ['transformation.join'] };
    const edges = ['in>pairs', 'pairs>join@left', 'in>join@right', 'join>out'];
    const found = compile(draw(parts, edges), { catalog }).diagnostics;
    expect(found.map((d) => [d.code, d.at.component])).toContainEqual(['SPARK_PAIR_NEEDED', 'join']);
  });
});
