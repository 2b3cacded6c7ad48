import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKernels, type Kernels } from '@sluice/kernels';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { drawAgent, startAgent } from './run-agent.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sluice-slabs-'));
  mkdirSync(join(directory, 'in'));
  mkdirSync(join(directory, 'out'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Several slabs of lines, some of them longer than the rest, some not ASCII. */
const lines = Array.from({ length: 12_000 }, (_, i) => {
  const place = ['GET /', 'POST /', 'HEAD /ü'][i % 3];
  return `${i} "${place}${'x'.repeat(i % 97)}" ${[200, 404, 500][i % 7 === 0 ? 1 : i % 11 === 0 ? 2 : 0]}`;
});

function written(): string[] {
  return readdirSync(join(directory, 'out')).flatMap((name) =>
    readFileSync(join(directory, 'out', name), 'utf8')
      .split('\n')
      .slice(0, -1),
  );
}

async function runThrough(
  kernels: Kernels,
  parts: Partial<Parameters<typeof drawAgent>[0]>,
  expected: number,
): Promise<void> {
  writeFileSync(join(directory, 'in', 'lines.txt'), lines.map((line) => `${line}\n`).join(''));
  const drawing = drawAgent({
    source: { type: 'flume.source.spooldir', config: { spoolDir: join(directory, 'in'), batchSize: 300 } },
    channel: { capacity: 700, transactionCapacity: 350 },
    sink: {
      type: 'flume.sink.file_roll',
      config: { directory: join(directory, 'out'), batchSize: 130, rollInterval: 0 },
    },
    ...parts,
  });
  const { run, host } = await startAgent(drawing, {}, { kernels });
  await host.until(() => written().length >= expected, 20_000);
  const stopped = run.stop(1000);
  await host.advance(2000);
  await stopped;
}

it('writes every line once and gives all memory back, through takes that cut batches in two', async () => {
  const kernels = createKernels({ isPoisoning: true });
  await runThrough(kernels, {}, lines.length);
  expect(written()).toEqual(lines);
  expect(kernels.arenas.used).toBe(0);
});

it('does so when two channels share batches, one of them full now and then, and a filter drops some', async () => {
  const kernels = createKernels({ isPoisoning: true });
  const kept = lines.filter((line) => line.includes('T /'));
  await runThrough(
    kernels,
    {
      attached: [{ type: 'flume.interceptor.regex_filter', config: { regex: 'T /' } }],
      channels: { c1: {}, c2: {} },
    },
    2 * kept.length,
  );
  expect(written().sort()).toEqual([...kept, ...kept].sort());
  expect(kernels.arenas.used).toBe(0);
});

it('goes on in ordinary memory when the arenas are used up', async () => {
  const kernels = createKernels({ isPoisoning: true, maximumArenas: 1 });
  await runThrough(kernels, {}, lines.length);
  expect(written()).toEqual(lines);
  expect(kernels.arenas.used).toBe(0);
});
