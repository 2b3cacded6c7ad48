import { examples } from '@sluice/examples';
import { describe, expect, test } from 'vitest';
import { matches } from './example-filter.ts';
import { toCreateRequest } from './flow-actions.ts';
import { glanceOf, shrink } from './run-glances.ts';
import { layThumbnail, nodeHeight, nodeWidth } from './thumbnail-layout.ts';

describe('thumbnails', () => {
  test.each(examples.map((example) => [example.id, example] as const))(
    '%s shows every component inside the view',
    (_, { flow }) => {
      const { view, nodes, edges, systems } = layThumbnail(flow);
      expect(nodes).toHaveLength(
        Object.values(flow.components).filter(({ host }) => host === undefined).length,
      );
      expect(systems).toHaveLength(Object.keys(flow.systems).length);
      expect(edges).toHaveLength(Object.keys(flow.connections).length);
      for (const { x, y } of nodes) {
        expect(x).toBeGreaterThanOrEqual(view.x);
        expect(y).toBeGreaterThanOrEqual(view.y);
        expect(x + nodeWidth).toBeLessThanOrEqual(view.x + view.width);
        expect(y + nodeHeight).toBeLessThanOrEqual(view.y + view.height);
      }
    },
  );

  test('a flow without places is laid out by distance from its sources', () => {
    const flow = examples[0]?.flow;
    if (flow === undefined) throw new Error('no example');
    const { nodes } = layThumbnail({ ...flow, layout: { components: {}, systems: {} } });
    expect(new Set(nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(nodes.length);
  });
});

describe('finding examples', () => {
  test('by engine and by every word', () => {
    for (const engine of ['flume', 'storm', 'spark'] as const) {
      const found = examples.filter((example) => matches(example, engine, ''));
      expect(found.length).toBeGreaterThan(0);
      expect(found.every((example) => example.engines.includes(engine))).toBe(true);
    }
    expect(examples.filter((example) => matches(example, undefined, 'hashtag')).map(({ id }) => id)).toEqual([
      'top-hashtags',
    ]);
    expect(examples.filter((example) => matches(example, undefined, 'no such thing'))).toEqual([]);
  });
});

describe('opening a text', () => {
  test('properties go as text under the name of the file', () => {
    expect(toCreateRequest('a1.sources = r1', 'edge.properties')).toEqual({
      name: 'edge',
      text: 'a1.sources = r1',
    });
    expect(toCreateRequest('a1.sources = r1')).toEqual({ text: 'a1.sources = r1' });
  });
  test('a flow document goes as it is', () => {
    expect(toCreateRequest('\uFEFF {"name":"x"}', 'x.flow.json')).toEqual({ flow: { name: 'x' } });
  });
  test('broken JSON says what to do', () => {
    expect(() => toCreateRequest('{"name":', 'x.flow.json')).toThrow(
      /x\.flow\.json starts like a flow document/,
    );
  });
});

describe('glances', () => {
  test('a rate is what the sources put out, over time', () => {
    const schema = {
      run: 'r',
      revision: 1,
      series: [{ scope: 'component', ref: 'a', name: 'out', kind: 'counter', unit: '' } as const],
    };
    const ticks = [0, 100, 300].map((value, i) => ({ timeMs: i * 1000, values: [value] }));
    expect(glanceOf({ schema, ticks }, true)).toEqual({ isLive: true, rate: 150, rates: [100, 200] });
    expect(glanceOf({ schema, ticks }, false).rate).toBe(0);
  });
  test('shrinking keeps the mean', () => {
    expect(shrink([1, 3, 5, 7], 2)).toEqual([2, 6]);
    expect(shrink([1, 2], 5)).toEqual([1, 2]);
  });
});
