import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFlow, type Flow } from '@sluice/flow';
import type { RunInfo } from '@sluice/protocol';
import { describe, expect, it } from 'vitest';
import { until, withRealEngines } from './backend-fixture.ts';

const real = withRealEngines();

/** numbers -> memory channel -> files */
function intoFiles(): Flow {
  const part = (type: string, config: object) =>
    ({ type, name: type.split('.')[1], system: 'agent', config }) as Flow['components'][string];
  const joined = (from: string, to: string) => ({
    from: { component: from, port: 'out' },
    to: { component: to, port: 'in' },
    config: {},
  });
  return {
    ...emptyFlow('Into files'),
    systems: { agent: { type: 'flume.agent', name: 'agent', config: {} } },
    components: {
      source: part('flume.source.seq', {}),
      channel: part('flume.channel.memory', { capacity: 500, transactionCapacity: 100 }),
      sink: part('flume.sink.file_roll', { directory: 'data/out' }),
    },
    connections: { put: joined('source', 'channel'), take: joined('channel', 'sink') },
  };
}

const info = (id: string): RunInfo => real.backend.runs.get(id).info();

function value(id: string, ref: string, name: string): number {
  const { table } = real.backend.runs.get(id);
  const at = table.schema().series.findIndex((series) => series.ref === ref && series.name === name);
  return table.values()[at] ?? Number.NaN;
}

const inTheWay = (): string => join(real.path, 'data', 'out');

/** Runs the flow until its channel is full: with a file where the directory should be, the sink does not start. */
async function runUntilFull(): Promise<string> {
  writeFileSync(inTheWay(), '');
  const { id: flow } = real.backend.flows.create(intoFiles());
  const { body } = await real.backend.call('POST', '/runs', { flow });
  const { id } = body as RunInfo;
  await until('a full channel', () => info(id).status === 'running' && value(id, 'channel', 'fill') > 400);
  return id;
}

describe('a stop that drains first', () => {
  it('lets a channel run empty and counts on while it does', async () => {
    const id = await runUntilFull();
    const over = real.backend.call('POST', `/runs/${id}/stop`, { graceMs: 120_000 });
    await until('the draining', () => info(id).status === 'stopping');
    expect(info(id).message).toBe('Draining, at most 120 s');
    rmSync(inTheWay());
    await until('less in the channel', () => value(id, 'channel', 'fill') < 400);
    expect((await over).body).toMatchObject({ status: 'stopped' });
    expect(value(id, 'channel', 'fill')).toBe(0);
    expect(value(id, 'sink', 'in')).toBe(value(id, 'source', 'out'));
  });

  it('ends at once when somebody stops again without grace', async () => {
    const id = await runUntilFull();
    const over = real.backend.call('POST', `/runs/${id}/stop`, { graceMs: 600_000 });
    await until('the draining', () => info(id).status === 'stopping');
    await real.backend.call('POST', `/runs/${id}/stop`, { graceMs: 0 });
    expect((await over).body).toMatchObject({ status: 'stopped' });
    expect(value(id, 'channel', 'fill')).toBeGreaterThan(400);
    expect(info(id).message).toBeUndefined();
  });

  it('takes no grace that is negative or endless', async () => {
    for (const graceMs of [-1, 1e9, 'long']) {
      expect((await real.backend.call('POST', '/runs/none/stop', { graceMs })).status).toBe(400);
    }
  });
});
