import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunningSketch, type Sketch } from './topology.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-storm-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function copy(
  options: { readonly spout?: object; readonly bolt?: object; readonly config?: object } = {},
): Sketch {
  return {
    config: (options.config ?? {}) as never,
    components: {
      lines: ['spout.file-lines', { path: join(folder, 'in.txt'), ...options.spout } as never],
      file: ['bolt.file', { path: join(folder, 'out', 'out.txt'), ...options.bolt } as never],
    },
    connections: { 'lines -> file': {} },
  };
}
const written = (): string[] =>
  readFileSync(join(folder, 'out', 'out.txt'), 'utf8')
    .split('\n')
    .slice(0, -1);
const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `line ${i} é`);

describe('file lines and file', () => {
  it('copy a file line by line, the last one without an end included', async () => {
    writeFileSync(join(folder, 'in.txt'), `${numbered(3000).join('\n')}`);
    const running = await new RunningSketch(copy(), []).toEnd();
    expect(written()).toEqual(numbered(3000));
    expect(running.value('lines', 'acked')).toBe(3000);
    await running.run.stop(0);
  });

  it('write every line at least once when tuples fail', async () => {
    writeFileSync(
      join(folder, 'in.txt'),
      numbered(2000)
        .map((l) => `${l}\n`)
        .join(''),
    );
    const running = await new RunningSketch(
      copy({ bolt: { failFraction: 10, dropFraction: 5 } }),
      [],
    ).toEnd();
    expect(running.value('lines', 'failed')).toBeGreaterThan(100);
    // A tuple that fails is not executed, so here nothing is written twice.
    expect(written().sort()).toEqual(numbered(2000).sort());
    await running.run.stop(0);
  });

  it('go on behind the last line of which everything before is acked', async () => {
    writeFileSync(
      join(folder, 'in.txt'),
      numbered(100)
        .map((l) => `${l}\n`)
        .join(''),
    );
    const config = { maxSpoutPending: 10 };
    const first = new RunningSketch(copy({ config, bolt: { delayMs: 400 } }), []);
    await first.start();
    await first.host.advance(2100);
    const before = written().length;
    expect(before).toBe(50);
    first.host.kill();
    const second = await new RunningSketch(copy({ config }), [], { states: first.host.states }).toEnd();
    await second.run.stop(0);
    expect(new Set(written())).toEqual(new Set(numbered(100)));
    // What was acked since the position was saved last comes once more.
    expect(written().length).toBeGreaterThanOrEqual(100);
    expect(written().length).toBeLessThan(100 + before);
  });

  it('follow a file that grows', async () => {
    writeFileSync(join(folder, 'in.txt'), 'one\ntw');
    const running = new RunningSketch(copy({ spout: { isFollowing: true } }), []);
    await running.start();
    await running.host.advance(1000);
    expect(written()).toEqual(['one']);
    appendFileSync(join(folder, 'in.txt'), 'o\nthree\n');
    await running.host.advance(1000);
    expect(written()).toEqual(['one', 'two', 'three']);
    await running.run.stop(0);
  });

  it('wait for a file that is not there yet, and say so', async () => {
    const running = new RunningSketch(copy(), []);
    await running.start();
    expect(running.host.events).toContainEqual(
      expect.objectContaining({ kind: 'log', level: 'error', component: 'lines' }),
    );
    writeFileSync(join(folder, 'in.txt'), 'late\n');
    await running.host.untilDone();
    expect(written()).toEqual(['late']);
    await running.run.stop(0);
  });

  it('write the fields asked for, and end a line that a crash has cut', async () => {
    writeFileSync(join(folder, 'in.txt'), 'a\n');
    writeFileSync(join(folder, 'cut.txt'), 'half');
    const sketch: Sketch = {
      components: {
        lines: ['spout.file-lines', { path: join(folder, 'in.txt') }],
        count: ['bolt.count'],
        file: ['bolt.file', { path: join(folder, 'cut.txt'), fields: ['count', 'line'], separator: '\\t' }],
      },
      connections: { 'lines -> count': {}, 'count -> file': {} },
    };
    const running = await new RunningSketch(sketch, []).toEnd();
    await running.run.stop(0);
    expect(readFileSync(join(folder, 'cut.txt'), 'utf8')).toBe('half\n1\ta\n');
  });
});

describe('replay', () => {
  it('deals the records out to its tasks, each to one', async () => {
    const sketch: Sketch = {
      components: {
        lines: ['spout.replay', { rate: -1, parallelism: 3 }],
        view: ['bolt.view', { valueField: '' }],
      },
      connections: { 'lines -> view': {} },
    };
    const running = await new RunningSketch(sketch, numbered(1500)).toEnd();
    expect(running.rows('view', 2000).flat().sort()).toEqual(numbered(1500).sort());
    expect(running.value('lines', 'emitted')).toBe(1500);
  });

  it('keeps its rate, pauses and moves', async () => {
    const sketch: Sketch = {
      components: { lines: ['spout.replay', { rate: 100, parallelism: 2 }], view: ['bolt.view'] },
      connections: { 'lines -> view': {} },
    };
    const running = new RunningSketch(sketch, numbered(10_000));
    await running.start();
    await running.host.advance(5000);
    const control = running.run.replays().get('lines');
    expect(running.value('lines', 'emitted')).toBeGreaterThan(480);
    expect(running.value('lines', 'emitted')).toBeLessThanOrEqual(500);
    expect(control?.rate()).toBe(100);
    control?.pause();
    await running.host.advance(100);
    const emitted = running.value('lines', 'emitted');
    await running.host.advance(5000);
    expect(running.value('lines', 'emitted')).toBe(emitted);
    control?.resume();
    control?.setRate(Number.POSITIVE_INFINITY);
    await running.host.untilDone();
    expect(running.value('lines', 'acked')).toBe(10_000);
    expect(control?.position()).toBeGreaterThanOrEqual(control?.total ?? Number.NaN);
  });
});
