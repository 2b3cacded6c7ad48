import {
  batchOfLines,
  createRun,
  type Implementations,
  type PutResult,
  type SourceOutput,
} from '@sluice/runtime';
import { VirtualHost } from '@sluice/testkit';
import { describe, expect, it } from 'vitest';
import { collectingSink, lineSource, programOf, valueOf } from '../pipeline.ts';

const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => `line ${i}`);

describe('an agent in virtual time', () => {
  it('moves every event to every channel, in order, and says done', async () => {
    const lines = numbers(1234);
    const [a, b] = [collectingSink({ batchSize: 7 }), collectingSink({ batchSize: 100, isAsync: true })];
    const host = new VirtualHost({
      implementations: {
        'test.src': lineSource(lines),
        'test.a': a.implementation,
        'test.b': b.implementation,
      },
    });
    const run = createRun(
      programOf({
        sources: { src: { channels: ['c1', 'c2'], batchSize: 10 } },
        channels: { c1: {}, c2: { capacity: 25, transactionCapacity: 20 } },
        sinks: { a: { channel: 'c1' }, b: { channel: 'c2' } },
      }),
      host,
    );
    await run.start();
    await host.untilDone();
    expect(a.lines).toEqual(lines);
    expect(b.lines).toEqual(lines);
    for (const [ref, name] of [
      ['src', 'out'],
      ['c1', 'EventPutSuccessCount'],
      ['c2', 'EventTakeSuccessCount'],
      ['a', 'EventDrainSuccessCount'],
      ['src-c1', 'events'],
      ['c2-b', 'events'],
    ] as const) {
      expect([ref, name, valueOf(run, ref, name)]).toEqual([ref, name, 1234]);
    }
    expect(valueOf(run, 'c1', 'ChannelSize')).toBe(0);
    await run.stop(1000);
  });

  it('routes by header, keeps optional channels from hurting, and drops what nothing maps', async () => {
    const lines = Array.from({ length: 300 }, (_, i) => `${['x', 'y', 'z'][i % 3]} ${i}`);
    const [a, b] = [collectingSink(), collectingSink()];
    const host = new VirtualHost({
      implementations: {
        'test.src': lineSource(lines),
        'test.a': a.implementation,
        'test.b': b.implementation,
      },
    });
    const run = createRun(
      programOf({
        sources: { src: { channels: ['c1', 'c2'], batchSize: 10 } },
        channels: { c1: {}, c2: { capacity: 5, transactionCapacity: 5, keepAliveMs: 0 } },
        sinks: { a: { channel: 'c1' }, b: { channel: 'c2' } },
        between: {
          src: [
            {
              kind: 'map',
              keep: true,
              assign: [
                {
                  field: { name: 'headers.kind', type: 'string' },
                  value: { kind: 'expression', text: "extract(body, '^(.)', 1)" },
                },
              ],
            },
            {
              kind: 'route',
              on: { kind: 'expression', text: "headers['kind']" },
              cases: [
                { value: 'x', required: ['c1'], optional: [] },
                { value: 'y', required: ['c1'], optional: ['c2'] },
              ],
              otherwise: { required: [], optional: [] },
            },
          ],
        },
      }),
      host,
    );
    await run.start();
    await host.untilDone();
    expect(a.lines).toEqual(lines.filter((line) => !line.startsWith('z')));
    expect(b.lines.every((line) => line.startsWith('y'))).toBe(true);
    expect(b.lines.length).toBeGreaterThan(0);
    expect(valueOf(run, 'src', 'out')).toBe(300);
    await run.stop(0);
  });

  it('rolls back a failed write, waits as Flume does, and delivers in order', async () => {
    const lines = numbers(50);
    const attempts: number[] = [];
    let failures = 3;
    const sink = collectingSink({
      batchSize: 10,
      before: () => {
        attempts.push(host.now());
        if (failures-- > 0) throw new Error('disk is full');
      },
    });
    const host = new VirtualHost({
      implementations: { 'test.src': lineSource(lines), 'test.s': sink.implementation },
    });
    const run = createRun(
      programOf({
        sources: { src: { channels: ['c'] } },
        channels: { c: {} },
        sinks: { s: { channel: 'c' } },
      }),
      host,
    );
    await run.start();
    await host.untilDone();
    expect(sink.lines).toEqual(lines);
    const start = attempts[0] as number;
    expect(attempts.slice(0, 4).map((at) => at - start)).toEqual([0, 5000, 10_000, 15_000]);
    expect(host.events).toContainEqual(
      expect.objectContaining({ kind: 'component-state', component: 's', state: 'retrying' }),
    );
    expect(
      host.events.filter((event) => event.kind === 'component-state' && event.component === 's').at(-1),
    ).toMatchObject({
      state: 'running',
    });
    await run.stop(0);
  });

  it('answers a push source as the channel decides: accepted, or refused after the keep-alive', async () => {
    let output: SourceOutput | undefined;
    const push: Implementations[string] = {
      kind: 'source',
      create: () => ({
        style: 'push',
        start: (given) => {
          output = given;
        },
        stop: () => {},
      }),
    };
    let isOpen = false;
    const sink = collectingSink({
      before: () => {
        if (!isOpen) throw new Error('closed');
      },
    });
    const host = new VirtualHost({ implementations: { 'test.src': push, 'test.s': sink.implementation } });
    const run = createRun(
      programOf({
        sources: { src: { channels: ['c'] } },
        channels: { c: { capacity: 3, transactionCapacity: 3 } },
        sinks: { s: { channel: 'c' } },
      }),
      host,
    );
    await run.start();
    const put = (text: string): PutResult | Promise<PutResult> =>
      (output as SourceOutput).put(batchOfLines(text, { ingestMs: host.now() }), 'each');
    expect(put('a\nb\n')).toEqual({ accepted: 2 });
    await host.advance(10);
    const results: PutResult[] = [];
    void Promise.resolve(put('c\nd\ne\n')).then((result) => results.push(result));
    void Promise.resolve(put('f\n')).then((result) => results.push(result));
    await host.advance(2900);
    expect(results).toEqual([]);
    await host.advance(200);
    expect(results[0]).toMatchObject({ accepted: 1, error: { code: 'RUN_CHANNEL_FULL' } });
    isOpen = true;
    await host.advance(10_000);
    expect(results[1]).toEqual({ accepted: 1 });
    expect(sink.lines).toEqual(['a', 'b', 'c', 'f']);
    await run.stop(0);
  });

  it('drains its channels for as long as a stop allows, and a second stop cuts that short', async () => {
    const lines = numbers(30);
    const start = async (slow: ReturnType<typeof collectingSink>, host: VirtualHost) => {
      const run = createRun(
        programOf({
          sources: { src: { channels: ['c'], batchSize: 30 } },
          channels: { c: { transactionCapacity: 1 } },
          sinks: { s: { channel: 'c' } },
        }),
        host,
      );
      await run.start();
      await host.until(() => valueOf(run, 'c', 'EventPutSuccessCount') === 30);
      expect(slow.lines.length).toBeLessThan(5);
      return run;
    };
    const sketch = () => {
      let host: VirtualHost | undefined;
      const slow = collectingSink({
        batchSize: 1,
        before: () => new Promise<void>((resolve) => host?.schedule(1000, resolve)),
      });
      host = new VirtualHost({
        implementations: { 'test.src': lineSource(lines), 'test.s': slow.implementation },
      });
      return { slow, host };
    };

    const patient = sketch();
    const run = await start(patient.slow, patient.host);
    const stopped = run.stop(60_000);
    await patient.host.advance(45_000);
    await stopped;
    expect(patient.slow.lines).toEqual(lines);

    const hasty = sketch();
    const other = await start(hasty.slow, hasty.host);
    const first = other.stop(60_000);
    await hasty.host.advance(10_000);
    const second = other.stop(0);
    await hasty.host.advance(2000);
    await Promise.all([first, second]);
    expect(hasty.slow.lines.length).toBeGreaterThan(5);
    expect(hasty.slow.lines.length).toBeLessThan(15);
  });

  it('starts a component again every three seconds until it starts', async () => {
    let tries = 0;
    const source: Implementations[string] = {
      kind: 'source',
      create: () => ({
        style: 'push',
        start: () => {
          tries++;
          if (tries < 4) throw new Error('port in use');
        },
        stop: () => {},
      }),
    };
    const sink = collectingSink();
    const host = new VirtualHost({ implementations: { 'test.src': source, 'test.s': sink.implementation } });
    const run = createRun(
      programOf({
        sources: { src: { channels: ['c'] } },
        channels: { c: {} },
        sinks: { s: { channel: 'c' } },
      }),
      host,
    );
    await run.start();
    await host.advance(8999);
    expect(tries).toBe(3);
    await host.advance(1);
    expect(tries).toBe(4);
    expect(host.events).toContainEqual(
      expect.objectContaining({ kind: 'component-state', component: 'src', state: 'running' }),
    );
    await run.stop(0);
  });

  it('counts exactly what the channel held when the process died, and loses nothing else', async () => {
    const lines = numbers(5000);
    const all: string[] = [];
    let states = new Map();
    let lost = 0;
    for (let life = 0; ; life++) {
      const sink = collectingSink({
        batchSize: 3,
        before: (batch) => {
          if (life < 30 && (batch.rows + life) % 5 === 0 && host.now() % 7 < 3) throw new Error('not now');
          return new Promise((resolve) => host.schedule(1, resolve));
        },
      });
      const host: VirtualHost = new VirtualHost({
        implementations: { 'test.src': lineSource(lines), 'test.s': sink.implementation },
        states,
        startMs: 1_700_000_000_000 + life,
      });
      const run = createRun(
        programOf({
          sources: { src: { channels: ['c'], batchSize: 13 } },
          channels: { c: {} },
          sinks: { s: { channel: 'c' } },
        }),
        host,
      );
      await run.start();
      if (life === 30) {
        await host.untilDone();
        all.push(...sink.lines);
        lost = valueOf(run, 'c', 'lost');
        expect(valueOf(run, 'c', 'EventPutSuccessCount')).toBe(5000);
        await run.stop(0);
        break;
      }
      await host.advance(20 + 3 * life);
      host.kill();
      all.push(...sink.lines);
      states = host.states;
    }
    expect(new Set(all).size).toBe(all.length);
    expect(lost).toBeGreaterThan(0);
    expect(all.length + lost).toBe(lines.length);
  });
});
