import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { openDataset } from '@sluice/datasets';
import { emptyFlow, type Flow } from '@sluice/flow';
import type { RunInfo } from '@sluice/protocol';
import { createRandom } from '@sluice/runtime';
import { describe, expect, it } from 'vitest';
import { until, withRealEngines } from './backend-fixture.ts';

const kills = Number(process.env.SLUICE_KILLS ?? 3);
const batchMs = 600;
/** Every start is a new process that reads its code, on a machine that may be busy. */
const patience = 240;

const real = withRealEngines();

/** input -> raw lines, lines counted for ever, and counts over two windows; all into files named by batch time. */
function flowOf(type: string, config: object, context: object = {}): Flow {
  const system = 'app';
  const part = (kind: string, name: string, own: object) =>
    ({ type: `spark.${kind}`, name, system, config: own }) as Flow['components'][string];
  const saved = (name: string) => part('output.save-as-text-files', name, { prefix: `data/${name}` });
  const edge = (from: string, to: string): Flow['connections'] => ({
    [`${from}-${to}`]: {
      from: { component: from, port: 'out' },
      to: { component: to, port: 'in' },
      config: {},
    },
  });
  return {
    ...emptyFlow('Recovery'),
    systems: {
      app: {
        type: 'spark.context',
        name: 'app',
        config: { batchIntervalMs: batchMs, blockIntervalMs: 100, checkpointIntervalMs: 1800, ...context },
      },
    },
    components: {
      in: part(type, 'in', config),
      raw: saved('raw'),
      pairs: part('transformation.map-to-pair', 'pairs', { key: 'value', value: '1' }),
      total: part('transformation.update-state-by-key', 'total', { fold: 'sum' }),
      totals: saved('totals'),
      short: part('transformation.map', 'short', { expression: 'length(value) % 7' }),
      recent: part('transformation.count-by-value-and-window', 'recent', {
        windowSeconds: (3 * batchMs) / 1000,
        slideSeconds: batchMs / 1000,
      }),
      recents: saved('recents'),
      table: part('output.view', 'table', { keep: 'add-up', limit: 100 }),
    },
    connections: {
      ...edge('in', 'raw'),
      ...edge('in', 'pairs'),
      ...edge('pairs', 'total'),
      ...edge('total', 'totals'),
      ...edge('in', 'short'),
      ...edge('short', 'recent'),
      ...edge('recent', 'recents'),
      ...edge('recent', 'table'),
    },
  };
}

async function start(flow: Flow): Promise<string> {
  const { id } = real.backend.flows.create(flow);
  const { body } = await real.backend.call('POST', '/runs', { flow: id });
  expect(body).not.toHaveProperty('diagnostics');
  return (body as RunInfo).id;
}

const info = (id: string): RunInfo => real.backend.runs.get(id).info();

function value(id: string, ref: string, name: string): number {
  const { table } = real.backend.runs.get(id);
  const at = table.schema().series.findIndex((series) => series.ref === ref && series.name === name);
  return table.values()[at] ?? 0;
}

/** Lines of an output by batch time. */
function saved(name: string): Map<number, readonly string[]> {
  const data = join(real.path, 'data');
  const found = readdirSync(data).filter((entry) => entry.startsWith(`${name}-`));
  return new Map(
    found
      .map((entry) => [Number(entry.slice(name.length + 1)), join(data, entry, 'part-00000')] as const)
      .sort(([a], [b]) => a - b)
      .map(([timeMs, path]) => [timeMs, readFileSync(path, 'utf8').split('\n').slice(0, -1)]),
  );
}

function countsOf(values: readonly (string | number)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of values) counts.set(String(one), (counts.get(String(one)) ?? 0) + 1);
  return counts;
}

const pairsOf = (counts: ReadonlyMap<string, number>): string[] =>
  [...counts].map(([key, n]) => `(${key},${n})`).sort();

/** Compares every output with what the whole input, as it lies in batches, makes of it. */
function checkOutputs(): readonly string[] {
  const raw = saved('raw');
  const times = [...raw.keys()];
  // No batch time is missing, from the first to the last.
  expect(times).toEqual(times.map((_, i) => (times[0] as number) + i * batchMs));
  const lines = times.flatMap((t) => raw.get(t) ?? []);
  const [totals, recents] = [saved('totals'), saved('recents')];
  expect([...totals.keys()]).toEqual(times);
  expect([...recents.keys()]).toEqual(times);
  const soFar: string[] = [];
  times.forEach((t, i) => {
    soFar.push(...(raw.get(t) ?? []));
    const inWindow = times.slice(Math.max(0, i - 2), i + 1).flatMap((x) => raw.get(x) ?? []);
    const short = inWindow.map((line) => [...line].length % 7);
    expect([...(recents.get(t) ?? [])].sort(), `window at ${t}`).toEqual(pairsOf(countsOf(short)));
    // The state is long: its size at every batch, and all of it at the end.
    expect((totals.get(t) ?? []).length, `keys at ${t}`).toBe(new Set(soFar).size);
  });
  expect([...(totals.get(times.at(-1) as number) ?? [])].sort()).toEqual(pairsOf(countsOf(lines)));
  return lines;
}

/** What the view must hold: all windows added up. */
function sumOfWindows(): number {
  return [...saved('recents').values()]
    .flat()
    .reduce((sum, line) => sum + Number(/,(\d+)\)$/.exec(line)?.[1] ?? Number.NaN), 0);
}

function sumOfView(id: string): number {
  const rows = real.backend.runs.get(id).snapshot().views[0]?.rows ?? [];
  return rows.reduce((sum, row) => sum + Number(row[1]), 0);
}

/** Kills the engine process at random moments, each time after some progress. */
async function killAtRandom(id: string, seed: number): Promise<void> {
  const random = createRandom(seed, 'kills');
  for (let kill = 1; kill <= kills; kill += 1) {
    const before = value(id, 'app', 'totalCompletedBatches');
    await until('progress', () => value(id, 'app', 'totalCompletedBatches') > before, patience);
    // The moment is what is random here; nothing waits for it.
    await new Promise((resolve) => setTimeout(resolve, random() * 2.5 * batchMs));
    expect(real.backend.runs.get(id).kill()).toBe(true);
    await until('the restart', () => info(id).restarts === kill, patience);
  }
  await until('the last recovery', () => info(id).status === 'running', patience);
}

describe('a streaming context whose process is killed', { timeout: 900_000 }, () => {
  it('counts a replay exactly: state, windows, views and numbers', async () => {
    const count = 6000 + kills * 2000;
    const id = await start(flowOf('input.replay', { dataset: 'access-log', rate: 3000, count }));
    await killAtRandom(id, Date.now());
    await real.backend.call('POST', `/runs/${id}/replay`, { action: 'rate', rate: null });
    await until('the end', () => info(id).status === 'done', patience);
    expect(info(id)).toMatchObject({ restarts: kills, lost: 0 });
    const lines = checkOutputs();
    // The records are those of the data set, each once, in order.
    expect(lines).toEqual(openDataset('access-log', 1).lines(0, count).split('\n').slice(0, -1));
    expect(value(id, 'in-raw', 'events')).toBe(count);
    expect(value(id, 'in', 'out')).toBe(count);
    expect(value(id, 'raw', 'in')).toBe(count);
    expect(value(id, 'app', 'totalReceivedRecords')).toBe(count);
    expect(value(id, 'app', 'totalProcessedRecords')).toBe(count);
    expect(sumOfView(id)).toBe(sumOfWindows());
  });

  it('reads every file of a directory once, also those that came while it was down', async () => {
    const inbox = join(real.path, 'data', 'inbox');
    mkdirSync(inbox);
    const id = await start(flowOf('input.text-file-stream', { directory: 'data/inbox' }));
    await until('the start', () => info(id).status === 'running', patience);
    const written: string[] = [];
    let isWriting = true;
    const writing = (async () => {
      for (let file = 0; isWriting; file += 1) {
        // Few enough keys that a batch takes no longer the longer this lasts, enough for a state that is large.
        const lines = Array.from(
          { length: 200 },
          (_, i) => `file ${file % 30} line ${i} ${'x'.repeat((file + i) % 30)}`,
        );
        writeFileSync(join(inbox, `.${file}`), `${lines.join('\n')}\n`);
        renameSync(join(inbox, `.${file}`), join(inbox, `${file}.txt`));
        written.push(...lines);
        await new Promise((resolve) => setTimeout(resolve, 70));
      }
    })();
    await killAtRandom(id, Date.now());
    isWriting = false;
    await writing;
    await until('all files', () => value(id, 'raw', 'in') >= written.length, patience);
    await until('an idle context', () => value(id, 'app', 'unprocessedBatches') === 0, patience);
    await real.backend.runs.get(id).stop(20_000);
    expect(info(id).status).toBe('stopped');
    const lines = checkOutputs();
    expect([...lines].sort()).toEqual([...written].sort());
    expect(value(id, 'raw', 'in')).toBe(written.length);
    expect(sumOfView(id)).toBe(sumOfWindows());
  });

  it('counts as lost what a socket had given and no checkpoint holds', async () => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => sockets.delete(socket)).on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const flow = flowOf('input.socket-text-stream', { hostname: '127.0.0.1', port });
    const id = await start(flow);
    let sent = 0;
    const burst = async (): Promise<void> => {
      await until('the connection', () => sockets.size > 0, patience);
      const lines = Array.from({ length: 500 }, (_, i) => `line ${sent + i} ${'x'.repeat(i % 90)}`);
      sent += lines.length;
      for (const socket of sockets) socket.write(`${lines.join('\n')}\n`);
      await until('the burst to be received', () => value(id, 'in', 'out') >= sent, patience);
    };
    try {
      for (let kill = 1; kill <= Math.min(kills, 2); kill += 1) {
        // Some of it is in batches, the last of it is not: then the process dies.
        await burst();
        await until('batches', () => value(id, 'app', 'totalProcessedRecords') > 0, patience);
        await burst();
        expect(real.backend.runs.get(id).kill()).toBe(true);
        await until(
          'the recovery',
          () => info(id).restarts === kill && info(id).status === 'running',
          patience,
        );
      }
      await burst();
      await until('an idle context', () => value(id, 'in-raw', 'events') + info(id).lost === sent, patience);
      await real.backend.runs.get(id).stop(20_000);
      const last = [...saved('totals').values()].at(-1) ?? [];
      const kept = last.reduce((sum, line) => sum + Number(/,(\d+)\)$/.exec(line)?.[1]), 0);
      expect(info(id).lost).toBeGreaterThan(0);
      expect(info(id).lost).toBe(sent - kept);
      expect(value(id, 'in', 'out')).toBe(sent);
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  });
});
