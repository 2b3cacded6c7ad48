import type { RunHistory, RunInfo, RunSnapshot } from '@sluice/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBackend, someFlow, type TestBackend, temporaryFolder, until } from './backend-fixture.ts';

const folder = temporaryFolder();
let backend: TestBackend;

beforeEach(async () => {
  backend = await openBackend(folder.path);
});
afterEach(async () => {
  await backend.close();
});

async function startRun(name = 'Some flow'): Promise<RunInfo> {
  const flow = backend.flows.create(someFlow(name));
  const { status, body } = await backend.call('POST', '/runs', { flow: flow.id });
  expect(status).toBe(201);
  return body as RunInfo;
}
const info = (id: string): RunInfo => backend.runs.get(id).info();
const events = (id: string): number => backend.runs.get(id).table.values()[0] ?? 0;
const whenStatus = (id: string, status: RunInfo['status']): Promise<unknown> =>
  until(`status ${status}`, () => info(id).status === status);

describe('a run in its own process', () => {
  it('starts, counts, and stops with a last exact tick', async () => {
    const run = await startRun();
    expect(run.status).toBe('starting');
    await whenStatus(run.id, 'running');
    await until('events', () => events(run.id) > 50);
    expect(info(run.id).componentStates).toEqual({ sink: { state: 'running' } });
    const { body } = await backend.call('POST', `/runs/${run.id}/stop`);
    expect((body as RunInfo).status).toBe('stopped');
    const snapshot = (await backend.call('GET', `/runs/${run.id}/snapshot`)).body as RunSnapshot;
    expect(snapshot.log.at(-1)?.message).toBe(`total ${events(run.id)}`);
    expect(snapshot.views[0]?.rows).toEqual([[events(run.id)]]);
    expect(backend.runs.get(run.id).pid()).toBeUndefined();
    // A gauge that is infinite still makes valid JSON.
    expect(backend.runs.get(run.id).table.values()[2]).toBe(0);
  });

  it('recovers from a kill: counters go on, losses are reported, the log says so', async () => {
    const run = await startRun();
    await until('events', () => events(run.id) > 50);
    const [before, pid] = [events(run.id), backend.runs.get(run.id).pid()];
    await backend.call('POST', `/runs/${run.id}/kill`);
    await whenStatus(run.id, 'recovering');
    expect(info(run.id).message).toMatch(/SIGKILL/);
    expect(events(run.id)).toBeGreaterThanOrEqual(before);
    await whenStatus(run.id, 'running');
    await until('more events', () => events(run.id) > before + 50);
    expect(info(run.id)).toMatchObject({ restarts: 1, lost: 1 });
    expect(info(run.id).message).toBeUndefined();
    expect(backend.runs.get(run.id).pid()).not.toBe(pid);
    const messages = backend.runs
      .get(run.id)
      .snapshot()
      .log.map((line) => line.message);
    expect(messages).toContain('recovered');
    expect(messages).toContain('The engine process was ended by SIGKILL. Starting it again.');
  });

  it('starts again after a crash of its own', async () => {
    const run = await startRun();
    await whenStatus(run.id, 'running');
    await backend.call('POST', `/runs/${run.id}/configure`, { component: 'sink', field: 'crash', value: 1 });
    await until('a restart', () => info(run.id).restarts === 1 && info(run.id).status === 'running');
    expect(JSON.stringify(backend.runs.get(run.id).snapshot().log)).toContain('planted crash');
  });

  it('fails at once when the program cannot run', async () => {
    const run = await startRun('refuses');
    await whenStatus(run.id, 'failed');
    expect(info(run.id)).toMatchObject({ restarts: 0, message: 'This program cannot run.' });
  });

  it('is done when the engine says so', async () => {
    const run = await startRun();
    await whenStatus(run.id, 'running');
    await backend.call('POST', `/runs/${run.id}/configure`, { component: 'sink', field: 'end', value: 1 });
    await whenStatus(run.id, 'done');
    expect(info(run.id).endedMs).toBeGreaterThan(run.startedMs);
    expect((await backend.call('POST', `/runs/${run.id}/kill`)).status).toBe(409);
  });

  it('does not delay the server while the engine spins, and is killed when it will not stop', async () => {
    const run = await startRun();
    await whenStatus(run.id, 'running');
    await backend.call('POST', `/runs/${run.id}/configure`, {
      component: 'sink',
      field: 'spin',
      value: 60_000,
    });
    const started = Date.now();
    expect((await backend.call('GET', '/runs')).status).toBe(200);
    expect(Date.now() - started).toBeLessThan(250);
    await backend.runs.get(run.id).stop(0);
    expect(info(run.id).status).toBe('stopped');
  });

  it('keeps 200 lines of a flood and counts the rest', async () => {
    const run = await startRun();
    await whenStatus(run.id, 'running');
    await backend.call('POST', `/runs/${run.id}/configure`, {
      component: 'sink',
      field: 'flood',
      value: 5000,
    });
    await until('lines', () => backend.runs.get(run.id).snapshot().log.length > 100);
    expect(backend.runs.get(run.id).snapshot().log.length).toBeLessThanOrEqual(202);
  });

  it('carries out replay commands and shows their state', async () => {
    const run = await startRun();
    await until('events', () => events(run.id) > 10);
    await backend.call('POST', `/runs/${run.id}/replay`, { action: 'rate', rate: null });
    await backend.call('POST', `/runs/${run.id}/replay`, { action: 'pause' });
    await until('a pause', () => info(run.id).replays[0]?.isPaused);
    expect(info(run.id).replays[0]).toMatchObject({ component: 'source', rate: null, total: 1000 });
    expect((await backend.call('POST', `/runs/${run.id}/replay`, { action: 'rate', rate: -5 })).status).toBe(
      400,
    );
  });

  it('keeps a history and gives metrics as Prometheus text', async () => {
    const run = await startRun();
    await until('events', () => events(run.id) > 50);
    const { body } = await backend.call('GET', `/runs/${run.id}/metrics?seconds=60`);
    expect((body as RunHistory).schema.series).toHaveLength(3);
    expect((body as RunHistory).ticks.length).toBeGreaterThan(0);
    const metrics = await backend.raw({
      method: 'GET',
      url: '/metrics',
      headers: { cookie: backend.cookie },
    });
    expect(metrics.body).toMatch(
      /^sluice_component_in_total\{flow="[^"]+",run="[^"]+",component="sink"\} \d+$/m,
    );
  });

  it('refuses a flow with errors and gives all of them', async () => {
    const flow = backend.flows.create(someFlow('broken'));
    const { status, body } = await backend.call('POST', '/runs', { flow: flow.id });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'RUN_NOT_COMPILED', diagnostics: [{ code: 'FLOW_FIELD_REQUIRED' }] });
  });

  it('runs a flow once at a time', async () => {
    const run = await startRun();
    expect((await backend.call('POST', '/runs', { flow: run.flow })).status).toBe(409);
    expect((await backend.call('DELETE', `/flows/${run.flow}`)).status).toBe(409);
  });
});
