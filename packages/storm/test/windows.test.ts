import type { JsonObject } from '@sluice/ir';
import { describe, expect, it } from 'vitest';
import { problemsOf, RunningSketch, type Sketch } from './topology.ts';

/** Lines `word time`, counted in windows, everything seen in views. */
function windowed(config: JsonObject, rate: number): Sketch {
  const assign = [
    { name: 'word', value: "split(line, ' ')[0]" },
    { name: 'at', value: "integer(split(line, ' ')[1])" },
  ];
  return {
    components: {
      lines: ['spout.replay', { rate }],
      parse: ['bolt.map', { assign }],
      window: ['bolt.window-count', { fields: ['word'], ...config }],
      view: ['bolt.view', { keyFields: ['word', 'windowEnd', 'count'] }],
      late: ['bolt.view', { keyFields: ['word', 'at'] }],
    },
    connections: {
      'lines -> parse': {},
      'parse -> window': { grouping: 'fields', fields: ['word'] },
      'window -> view': {},
      'window:late -> late': {},
    },
  };
}

const rowsOf = (running: RunningSketch, view: string): string[] =>
  running
    .rows(view)
    .map((row) => row.join())
    .sort();

describe('window count', () => {
  it('of tuples: the last five after every two, whatever their key', async () => {
    const config = { measure: 'count', windowTuples: 5, slideTuples: 2 };
    const lines = [...'abacbbaa'].map((word) => `${word} 0`);
    const running = await new RunningSketch(windowed(config, -1), lines).toEnd();
    expect(rowsOf(running, 'view')).toEqual(
      [
        'a,2,1',
        'b,2,1',
        'a,4,2',
        'b,4,1',
        'c,4,1',
        'a,6,1',
        'b,6,3',
        'c,6,1',
        'a,8,2',
        'b,8,2',
        'c,8,1',
      ].sort(),
    );
  });

  it('of tuples: words that were cut from lines are counted as the texts they are', async () => {
    const running = await new RunningSketch(
      {
        components: {
          lines: ['spout.replay', { rate: -1 }],
          split: ['bolt.split'],
          window: ['bolt.window-count', { fields: ['word'], measure: 'count', windowTuples: 4 }],
          view: ['bolt.view', { keyFields: ['word', 'windowEnd', 'count'] }],
        },
        connections: { 'lines -> split': {}, 'split -> window': {}, 'window -> view': {} },
      },
      ['the cow the', 'moon the', 'cow jumped cow the'],
    ).toEnd();
    expect(rowsOf(running, 'view')).toEqual(
      ['the,4,2', 'cow,4,1', 'moon,4,1', 'the,8,1', 'cow,8,2', 'jumped,8,1'].sort(),
    );
  });

  it('by the clock: waits for the last window although nothing more comes', async () => {
    // Records come one a second, from the start on.
    const running = await new RunningSketch(windowed({ windowSeconds: 4, slideSeconds: 2 }, 1), [
      'a 0',
      'a 0',
      'b 0',
      'a 0',
      'b 0',
    ]).toEnd();
    const counts = running.rows('view').map(([word, end, count]) => ({ word, end: Number(end), count }));
    // Every tuple is in two windows.
    const sum = (word: string): number =>
      counts.filter((one) => one.word === word).reduce((all, { count }) => all + Number(count), 0);
    expect([sum('a'), sum('b')]).toEqual([6, 4]);
    const ends = [...new Set(counts.map(({ end }) => end))].sort((x, y) => x - y);
    expect(ends.map((end) => end - (ends[0] as number))).toEqual([0, 2000, 4000, 6000]);
  });

  it('by a field: windows of the epoch, a watermark behind the latest time, late tuples on their own stream', async () => {
    const config = { windowSeconds: 10, timestampField: 'at', lagSeconds: 2, watermarkSeconds: 1 };
    // Looked at between two records that are two seconds apart.
    const lines = ['a 1000', 'a 10000', 'b 10001', 'a 13000', 'a 9000', 'a 11000', 'b 24000', 'a 30000'];
    const running = await new RunningSketch(windowed(config, 0.5), lines).toEnd();
    // (0, 10] holds 1 s and 10 s; 9 s is behind the watermark 11 s, 11 s is not; (20, 30] stays open.
    expect(rowsOf(running, 'view')).toEqual(['a,10000,2', 'a,20000,2', 'b,20000,1']);
    expect(rowsOf(running, 'late')).toEqual(['a,9000']);
    expect(running.value('window', 'late')).toBe(1);
  });

  it('by a field: of several streams the one that is furthest behind says how far time has come', async () => {
    const config = { windowSeconds: 10, timestampField: 'at', watermarkSeconds: 1 };
    const whole = windowed(config, 0.5);
    const { 'parse -> window': grouping, ...others } = whole.connections ?? {};
    const split: Sketch = {
      components: {
        ...whole.components,
        fast: ['bolt.filter', { predicate: "word == 'a'" }],
        slow: ['bolt.filter', { predicate: "word != 'a'" }],
      },
      connections: {
        ...others,
        'parse -> fast': {},
        'parse -> slow': {},
        'fast -> window': grouping ?? {},
        'slow -> window': grouping ?? {},
      },
    };
    const lines = ['a 1000', 'a 25000', 'b 1000', 'a 4000', 'b 3000', 'b 12000', 'b 11000'];
    const running = await new RunningSketch(split, lines).toEnd();
    // Until the slow stream has spoken nothing is late; 11 s is behind the 12 s it had come to.
    expect(rowsOf(running, 'view')).toEqual(['a,10000,2', 'b,10000,2']);
    expect(rowsOf(running, 'late')).toEqual(['b,11000']);
  });

  it('is refused when its tuples would wait for longer than the topology lets them', () => {
    const waits = { ...windowed({ windowSeconds: 20 }, 1) };
    expect(problemsOf(waits)).toEqual(['STORM_WINDOW_WAITS window.windowSeconds']);
    expect(problemsOf({ ...waits, config: { messageTimeoutSecs: 40 } })).toEqual([]);
    const many = windowed({ measure: 'count', windowTuples: 60, slideTuples: 50 }, 1);
    expect(problemsOf({ ...many, config: { maxSpoutPending: 100 } })).toEqual([
      'STORM_WINDOW_WAITS window.windowTuples',
    ]);
  });
});

describe('join', () => {
  const sketch = (config: JsonObject): Sketch => ({
    components: {
      lines: ['spout.replay', { rate: -1 }],
      words: ['bolt.filter', { predicate: "not contains(line, '!')" }],
      marks: ['bolt.map', { assign: [{ name: 'of', value: "replace(line, '!', '')" }], isKeeping: true }],
      join: ['bolt.join', { rightField: 'of', windowSeconds: 5, ...config }],
      view: ['bolt.view', { keyFields: ['line', 'right_line'] }],
    },
    connections: {
      'lines -> words': {},
      'lines -> marks': {},
      'words -> join:left': { grouping: 'fields', fields: ['line'] },
      'marks -> join:right': { grouping: 'fields', fields: ['of'] },
      'join -> view': {},
    },
  });

  it.each([
    ['inner', ['a,a!', 'a,a', 'b,b'].sort()],
    ['left', ['a,a!', 'a,a', 'b,b'].sort()],
  ])('%s: pairs of equal keys of one window, in the fields of both', async (type, pairs) => {
    const running = await new RunningSketch(sketch({ type, tasks: 2 }), ['a', 'a!', 'b', 'c!']).toEnd();
    const rows = running.rows('view').map(([line, right]) => `${line},${right}`);
    expect(rows.sort()).toEqual(pairs);
    expect(running.value('lines', 'acked')).toBe(4);
  });

  it('left: null where there is no partner', async () => {
    const alone = sketch({ type: 'left' });
    const marks = ['bolt.filter', { predicate: "contains(line, '!')" }] as const;
    const { components, connections } = alone;
    const { 'marks -> join:right': _, ...others } = connections ?? {};
    const running = await new RunningSketch(
      {
        components: { ...components, marks, join: ['bolt.join', { type: 'left', windowSeconds: 5 }] },
        connections: { ...others, 'marks -> join:right': {} },
      },
      ['a', 'a!'],
    ).toEnd();
    expect(running.rows('view').map(([line, right]) => [line, right])).toEqual([['a', '']]);
  });

  it('by turns to several tasks is warned of', () => {
    const found = problemsOf({
      ...sketch({ tasks: 2 }),
      connections: { ...sketch({}).connections, 'words -> join:left': {} },
    });
    expect(found).toEqual(['STORM_JOIN_SPREAD words -> join:left.grouping']);
  });
});
