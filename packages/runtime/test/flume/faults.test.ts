import type { JsonObject, Operator } from '@sluice/ir';
import { batchOfLines, createRun, type Run, type SourceOutput } from '@sluice/runtime';
import { VirtualHost } from '@sluice/testkit';
import { describe, expect, it } from 'vitest';
import { type CollectingSink, collectingSink, lineSource, programOf, valueOf } from '../pipeline.ts';

const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => `line ${i}`);
const straight = (channel: object = {}, between: readonly Partial<Operator>[] = []) =>
  programOf({
    sources: { src: { channels: ['c'], batchSize: 10 } },
    channels: { c: channel },
    sinks: { out: { channel: 'c' } },
    between: { src: between },
  });

function agent(options: {
  readonly lines: readonly string[];
  readonly sink?: CollectingSink;
  readonly channel?: object;
  readonly between?: readonly Partial<Operator>[];
  readonly states?: ReadonlyMap<string, JsonObject>;
}): { readonly host: VirtualHost; readonly run: Run; readonly sink: CollectingSink } {
  const sink = options.sink ?? collectingSink({ batchSize: 10 });
  const host = new VirtualHost({
    implementations: { 'test.src': lineSource(options.lines), 'test.out': sink.implementation },
    ...(options.states ? { states: new Map(options.states) } : {}),
  });
  return { host, run: createRun(straight(options.channel, options.between), host), sink };
}

describe('a delay set on a sink', () => {
  it('holds each transaction open; the channel fills, nothing is lost, and it ends when the delay does', async () => {
    const { host, run, sink } = agent({
      lines: numbers(500),
      channel: { capacity: 50, transactionCapacity: 10 },
    });
    run.setFault('out', { delayMs: 1000 });
    await run.start();
    await host.advance(3500);
    expect(sink.lines).toHaveLength(30);
    expect(valueOf(run, 'c', 'ChannelSize')).toBe(50);
    run.setFault('out', {});
    await host.untilDone();
    expect(sink.lines).toEqual(numbers(500));
    await run.stop(0);
  });

  it('makes a kill lose what the channel held, and the books say how much, to the event', async () => {
    const lines = numbers(500);
    const first = agent({ lines, channel: { capacity: 50, transactionCapacity: 10 } });
    first.run.setFault('out', { delayMs: 1000 });
    await first.run.start();
    await first.host.advance(3500);
    // The process dies here: its host never goes on.
    const second = agent({ lines, sink: first.sink, states: first.host.states });
    await second.run.start();
    await second.host.untilDone();
    const written = first.sink.lines;
    expect(valueOf(second.run, 'c', 'lost')).toBe(50);
    expect(written).toHaveLength(450);
    expect(new Set(written).size).toBe(450);
    expect(valueOf(second.run, 'out', 'in')).toBe(450);
    expect(valueOf(second.run, 'src', 'EventAcceptedCount')).toBe(500);
    expect(valueOf(second.run, 'src', 'EventReceivedCount')).toBe(500);
    // Bytes of both edges go on from where they were.
    const size = (list: readonly string[]): number => list.reduce((sum, line) => sum + line.length, 0);
    expect(valueOf(second.run, 'src-c', 'bytes')).toBe(size(lines));
    expect(valueOf(second.run, 'c-out', 'bytes')).toBe(size(written));
    await second.run.stop(0);
  });
});

describe('other faults of an agent', () => {
  it('let transactions of a sink fail, which come again as Flume does it', async () => {
    const { host, run, sink } = agent({ lines: numbers(200) });
    run.setFault('out', { failFraction: 0.5 });
    await run.start();
    await host.untilDone(10_000_000);
    expect(sink.lines).toEqual(numbers(200));
    expect(valueOf(run, 'out', 'EventWriteFail')).toBeGreaterThan(3);
    expect(valueOf(run, 'c', 'EventTakeAttemptCount')).toBeGreaterThan(200);
    await run.stop(0);
  });

  it('slow a pull source down, a batch each delay', async () => {
    const { host, run, sink } = agent({ lines: numbers(100) });
    run.setFault('src', { delayMs: 500 });
    await run.start();
    await host.advance(1900);
    expect(sink.lines).toHaveLength(40);
    run.setFault('src', {});
    await host.untilDone();
    expect(sink.lines).toHaveLength(100);
    await run.stop(0);
  });

  it('slow a push source down: its put takes that long', async () => {
    let output: SourceOutput | undefined;
    const sink = collectingSink();
    const host = new VirtualHost({
      implementations: {
        'test.src': {
          kind: 'source',
          create: () => ({
            style: 'push',
            start: (given) => {
              output = given;
            },
            stop: () => {},
          }),
        },
        'test.out': sink.implementation,
      },
    });
    const run = createRun(straight(), host);
    run.setFault('src', { delayMs: 300 });
    await run.start();
    let isTold = false;
    void (output?.put(batchOfLines('x\n', { ingestMs: host.now() }), 'each') as Promise<unknown>).then(() => {
      isTold = true;
    });
    await host.advance(290);
    expect([isTold, sink.lines]).toEqual([false, ['x']]);
    await host.advance(20);
    expect(isTold).toBe(true);
    await run.stop(0);
  });
});

describe('counters of an agent', () => {
  it('say what each interceptor was given and let through', async () => {
    const lines = numbers(100);
    const sink = collectingSink();
    const host = new VirtualHost({
      implementations: { 'test.src': lineSource(lines), 'test.out': sink.implementation },
    });
    const program = straight({}, [
      { kind: 'filter', predicate: { kind: 'expression', text: "not endsWith(body, '0')" } },
      { kind: 'filter', predicate: { kind: 'expression', text: "endsWith(body, '5')" } },
    ]);
    const operators = program.operators.map((operator) =>
      /^src\.[01]$/.test(operator.id)
        ? { ...operator, origin: { component: `filter${operator.id.slice(-1)}` } }
        : operator,
    );
    const run = createRun({ ...program, operators }, host);
    await run.start();
    await host.untilDone();
    const passed = ['filter0', 'filter1'].map((id) => [valueOf(run, id, 'in'), valueOf(run, id, 'out')]);
    expect(passed).toEqual([
      [100, 90],
      [90, 10],
    ]);
    expect(valueOf(run, 'src', 'out')).toBe(100);
    expect(sink.lines).toHaveLength(10);
    await run.stop(0);
  });

  it('count the empty batches of an idle sink, as often as Flume asks', async () => {
    const { host, run } = agent({ lines: [], channel: { keepAliveMs: 3000 } });
    await run.start();
    await host.advance(13_000);
    expect(valueOf(run, 'out', 'BatchEmptyCount')).toBe(3);
    await run.stop(0);
  });
});

describe('an operator that speaks with time before a full channel', () => {
  it('keeps what it gathers and waits: one result is offered at a time, none is skipped', async () => {
    let isOpen = false;
    const sink = collectingSink({
      batchSize: 1,
      before: () => {
        if (!isOpen) throw new Error('closed');
      },
    });
    const lines = numbers(40);
    const host = new VirtualHost({
      implementations: { 'test.src': lineSource(lines, () => 1), 'test.out': sink.implementation },
    });
    const run = createRun(
      straight({ capacity: 2, transactionCapacity: 2, keepAliveMs: 0 }, [
        {
          kind: 'aggregate',
          key: [],
          fold: { kind: 'count' },
          scope: { kind: 'rolling', lengthMs: 1000, slideMs: 1000 },
          result: 'body',
        },
      ]),
      host,
    );
    run.setFault('src', { delayMs: 250 });
    await run.start();
    await host.advance(30_000);
    // Two counts are in the channel, a third is offered again and again.
    expect(valueOf(run, 'c', 'EventPutSuccessCount')).toBe(2);
    expect(valueOf(run, 'c', 'ChannelSize')).toBe(2);
    isOpen = true;
    await host.advance(60_000);
    const counted = sink.lines.map(Number).filter((count) => count > 0);
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(40);
    expect(valueOf(run, 'src.0-c', 'events')).toBe(valueOf(run, 'c', 'EventPutSuccessCount'));
    expect(valueOf(run, 'c', 'EventPutSuccessCount')).toBe(
      sink.lines.length + valueOf(run, 'c', 'ChannelSize'),
    );
    await run.stop(0);
  });
});
