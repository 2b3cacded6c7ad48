import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDataset } from '@sluice/datasets';
import { examples } from '@sluice/examples';
import { emptyFlow, type Flow } from '@sluice/flow';
import type { RunInfo } from '@sluice/protocol';
import { describe, expect, it } from 'vitest';
import { until, withRealEngines } from './backend-fixture.ts';

const kills = Number(process.env.SLUICE_KILLS ?? 8);
const records = 40_000 * Math.max(1, kills / 8);

const real = withRealEngines();

/** replay -> memory channel -> file_roll */
function replayIntoFiles(): Flow {
  const system = 'agent';
  const part = (type: string, config: object) =>
    ({ type, name: type.split('.')[1], system, config }) as Flow['components'][string];
  return {
    ...emptyFlow('Replay into files'),
    systems: { agent: { type: 'flume.agent', name: 'agent', config: {} } },
    components: {
      source: part('flume.source.replay', { dataset: 'access-log', rate: 4000, count: records }),
      channel: part('flume.channel.memory', { capacity: 1000, transactionCapacity: 100 }),
      sink: part('flume.sink.file_roll', { directory: 'data/out', rollInterval: 2 }),
    },
    connections: {
      put: {
        from: { component: 'source', port: 'out' },
        to: { component: 'channel', port: 'in' },
        config: {},
      },
      take: {
        from: { component: 'channel', port: 'out' },
        to: { component: 'sink', port: 'in' },
        config: {},
      },
    },
  };
}

async function start(flow: Flow): Promise<string> {
  const { id } = real.backend.flows.create(flow);
  const { status, body } = await real.backend.call('POST', '/runs', { flow: id });
  expect(body).toMatchObject(status === 201 ? {} : { diagnostics: [] });
  return (body as RunInfo).id;
}

async function slowDown(id: string, delayMs: number): Promise<void> {
  expect((await real.backend.call('POST', `/runs/${id}/faults`, { component: 'sink', delayMs })).status).toBe(
    200,
  );
}

const info = (id: string): RunInfo => real.backend.runs.get(id).info();

function value(id: string, ref: string, name: string): number {
  const { table } = real.backend.runs.get(id);
  const at = table.schema().series.findIndex((series) => series.ref === ref && series.name === name);
  return table.values()[at] ?? Number.NaN;
}

describe('real flows in real engine processes', () => {
  it(`survives ${kills} kills: no line is damaged, losses and duplicates are counted`, {
    timeout: 300_000,
  }, async () => {
    mkdirSync(join(real.path, 'data', 'out'), { recursive: true });
    const id = await start(replayIntoFiles());
    for (let kill = 1; kill <= kills; kill += 1) {
      await until('progress', () => info(id).status === 'running' && value(id, 'sink', 'in') > 300 * kill);
      // A sink that is slowed down leaves its records in the channel: those are lost with the process.
      await slowDown(id, 400);
      await until('a filled channel', () => value(id, 'channel', 'ChannelSize') > 300);
      expect((await real.backend.call('POST', `/runs/${id}/kill`)).status).toBe(200);
      await until('the restart', () => info(id).restarts === kill);
      // The fault is set on the new process, too, until somebody takes it away.
      await slowDown(id, 0);
    }
    await until('the end', () => info(id).status === 'running' || info(id).status === 'done');
    await real.backend.call('POST', `/runs/${id}/replay`, { action: 'rate', rate: null });
    await until('the end', () => info(id).status === 'done');

    const out = join(real.path, 'data', 'out');
    const text = readdirSync(out)
      .sort()
      .map((name) => readFileSync(join(out, name), 'utf8'))
      .join('');
    const written = text.split('\n').slice(0, -1);
    const expected = openDataset('access-log', 1).lines(0, records).split('\n').slice(0, -1);
    const counts = new Map<string, number>();
    for (const line of expected) counts.set(line, (counts.get(line) ?? 0) + 1);
    for (const line of written) counts.set(line, (counts.get(line) ?? Number.NaN) - 1);
    const left = [...counts.values()];
    expect(left.filter(Number.isNaN)).toEqual([]);
    const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);
    const [missing, extra] = [sum(left.filter((n) => n > 0)), sum(left.filter((n) => n < 0).map((n) => -n))];
    // What is missing was lost in the memory channel; the books say so to the record.
    expect({ lost: info(id).lost, duplicated: info(id).duplicated }).toEqual({
      lost: missing,
      duplicated: extra,
    });
    expect(missing).toBeGreaterThan(300 * kills);
    expect(info(id).restarts).toBe(kills);
    expect(value(id, 'source', 'EventAcceptedCount')).toBe(records);
    expect(value(id, 'source', 'EventReceivedCount')).toBeGreaterThanOrEqual(records);
    expect(value(id, 'put', 'events')).toBe(records);
    expect(value(id, 'put', 'bytes')).toBe(sum(expected.map((line) => Buffer.byteLength(line))));
    expect(value(id, 'sink', 'in')).toBe(written.length);
    expect(value(id, 'take', 'events')).toBe(written.length);
  });

  it('runs every example, and numbers move', { timeout: 30_000 * examples.length }, async () => {
    for (const { id: example, flow } of examples) {
      const id = await start(flow);
      const moving = (): boolean => {
        const { table } = real.backend.runs.get(id);
        return table.schema().series.some((s, i) => s.name === 'events' && (table.values()[i] ?? 0) > 0);
      };
      const isSelfFed = Object.values(flow.components).some(({ config }) => 'dataset' in config);
      await until(`${example} to run`, () => info(id).status === 'running');
      if (isSelfFed) await until(`${example} to move`, moving);
      const { body } = await real.backend.call('POST', `/runs/${id}/stop`);
      expect(body, example).toMatchObject({ status: 'stopped', restarts: 0 });
    }
  });

  it('refuses files outside the open folders, by name', async () => {
    const flow = replayIntoFiles();
    const { sink } = flow.components;
    for (const directory of ['/etc', '../outside', `${real.path}/.sluice/server`, 'data/../../x']) {
      const config = { ...sink?.config, directory };
      const id = await start({
        ...flow,
        components: { ...flow.components, sink: { ...sink, config } as never },
      });
      await until(`the refusal of ${directory}`, () => {
        const said = JSON.stringify(real.backend.runs.get(id).snapshot().log) + JSON.stringify(info(id));
        return /refused/.test(said) || info(id).status === 'failed';
      });
      await real.backend.runs.get(id).stop(0);
    }
  });
});
