import { describe, expect, it } from 'vitest';
import { RunningSketch, type Sketch } from './topology.ts';

const spout = ['spout.replay', { rate: -1 }] as const;

/** Spout -> bolt -> view of everything the bolt emits. */
function through(bolt: readonly [string, object?], view: object = {}): Sketch {
  return {
    components: {
      lines: spout,
      bolt: bolt as Sketch['components'][string],
      view: ['bolt.view', view as never],
    },
    connections: { 'lines -> bolt': {}, 'bolt -> view': {} },
  };
}

async function rowsOf(sketch: Sketch, lines: readonly string[]): Promise<unknown[]> {
  const running = await new RunningSketch(sketch, lines).toEnd();
  return [...running.rows('view')];
}

describe('bolts', () => {
  it('split cuts at white space, and says where the words came from', async () => {
    const running = await new RunningSketch(through(['bolt.split']), ['to  be\tor ', '', ' not']).toEnd();
    expect(running.rows('view').flat().sort()).toEqual(['be', 'not', 'or', 'to']);
    expect(running.value('lines', 'acked')).toBe(3);
    expect(running.value('bolt', 'executed')).toBe(3);
    expect(running.value('bolt', 'emitted')).toBe(4);
  });

  it.each([
    [',', 'a,b,,c', ['', 'a', 'b', 'c']],
    ['[,;] *', 'a; b,c', ['a', 'b', 'c']],
    ["'", "it's", ['it', 's']],
    ['\\|', 'x|y', ['x', 'y']],
    ['ab', '1ab2', ['1', '2']],
  ])('split cuts at %s', async (separator, line, parts) => {
    const rows = await rowsOf(through(['bolt.split', { separator }]), [line]);
    expect(rows.flat().sort()).toEqual(parts);
  });

  it('map computes fields and keeps the others when told', async () => {
    const assign = [
      { name: 'word', value: 'upper(line)' },
      { name: 'size', value: 'length(line)' },
    ];
    expect(await rowsOf(through(['bolt.map', { assign }]), ['abc', 'de'])).toEqual([
      ['ABC', 3],
      ['DE', 2],
    ]);
    expect(await rowsOf(through(['bolt.map', { assign, isKeeping: true }]), ['abc'])).toEqual([
      ['abc', 'ABC', 3],
    ]);
  });

  it('filter acks what it does not pass on', async () => {
    const sketch = through(['bolt.filter', { predicate: "startsWith(line, 'a')" }]);
    const running = await new RunningSketch(sketch, ['ab', 'b', 'a']).toEnd();
    expect(running.rows('view').flat().sort()).toEqual(['a', 'ab']);
    expect(running.value('lines', 'acked')).toBe(3);
    expect(running.value('view', 'executed')).toBe(2);
  });

  it('count emits the running count of each key for each tuple', async () => {
    const sketch = through(['bolt.count', { fields: ['line'] }], { keyFields: ['line', 'count'] });
    expect(
      (await rowsOf(sketch, ['a', 'b', 'a', 'a'])).map((row) => (row as unknown[]).join()).sort(),
    ).toEqual(['a,1', 'a,2', 'a,3', 'b,1']);
    expect(await rowsOf(through(['bolt.count']), ['a', 'b', 'a'])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
  });

  it('rolling count slides over its window by ticks', async () => {
    const sketch: Sketch = {
      components: {
        lines: ['spout.replay', { rate: 1 }],
        rolling: ['bolt.rolling-count', { windowSeconds: 6, emitFrequencySeconds: 3 }],
        view: ['bolt.view', { keyFields: ['obj'], valueField: 'count' }],
      },
      connections: { 'lines -> rolling': {}, 'rolling -> view': {} },
    };
    const running = new RunningSketch(sketch, ['a', 'a', 'b', 'b', 'b', 'b', 'c', 'c', 'c']);
    await running.start();
    const seen: unknown[] = [];
    await running.host.advance(500);
    for (let second = 0; second < 15; second += 3) {
      await running.host.advance(3000);
      seen.push(
        running
          .rows('view')
          .map(([obj, , count]) => `${obj}${count}`)
          .sort()
          .join(' '),
      );
    }
    // One record a second, read just after seconds 1, 2, ...; ticks at 3, 6, ...; what left the window comes once more as 0.
    expect(seen).toEqual(['a2', 'a2 b3', 'a0 b4 c2', 'a0 b1 c3', 'a0 b0 c1']);
  });

  it('rank keeps the places, drops zeros and composes', async () => {
    const sketch: Sketch = {
      components: {
        lines: spout,
        count: ['bolt.count', { fields: ['line'] }],
        local: ['bolt.rank', { top: 2, tasks: 2, parallelism: 2 }],
        total: ['bolt.rank', { top: 2 }],
        view: ['bolt.view', { keyFields: ['rank'], valueField: 'count', columns: ['rank', 'line'] }],
      },
      connections: {
        'lines -> count': {},
        'count -> local': { grouping: 'fields', fields: ['line'] },
        'local -> total': { grouping: 'global' },
        'total -> view': { grouping: 'global' },
      },
    };
    const running = await new RunningSketch(sketch, [...'abcaabccccdd']).toEnd();
    expect(running.rows('view')).toEqual([
      [1, 'c', 5],
      [2, 'a', 3],
    ]);
    expect(running.value('lines', 'acked')).toBe(12);
  });

  it('view shows a table without any number, newest first', async () => {
    expect(await rowsOf(through(['bolt.filter', { predicate: 'true' }]), ['a', 'b', 'a'])).toEqual([
      ['a'],
      ['b'],
    ]);
  });
});
