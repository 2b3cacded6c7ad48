/**
 * How light the product is: start, memory, first load, editor ready, panning a large flow with live numbers, and with
 * `--clone` the way from a fresh clone to moving numbers. Prints a table; asserts nothing.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { type Load, watchLoad, withPage } from './browser.ts';
import { writeManyNodes } from './many-nodes.ts';
import { type Panning, pan, walk, zoom } from './panning.ts';
import { type Started, start } from './product.ts';

const rounds = 5;
const root = resolve(import.meta.dirname, '..', '..');
const rows: [string, string, string][] = [];
const say = (what: string): void => void process.stderr.write(`${what} (load ${loadavg()[0]?.toFixed(1)})\n`);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function spread(values: readonly number[], digits: number): string {
  return `${median(values).toFixed(digits)} (${values.map((value) => value.toFixed(digits)).join(', ')})`;
}

async function repeat<T>(what: string, times: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let round = 1; round <= times; round += 1) {
    say(`${what} ${round} of ${times}`);
    results.push(await work());
  }
  return results;
}

async function withProduct<T>(
  options: Parameters<typeof start>[0],
  work: (product: Started) => Promise<T>,
): Promise<T> {
  const product = await start(options);
  try {
    return await work(product);
  } finally {
    await product.stop();
  }
}

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function measureStart(): Promise<void> {
  // The first one may build.
  await withProduct({}, async () => undefined);
  const seen = await repeat('start', rounds, () =>
    withProduct({}, async (product) => {
      await wait(8000);
      return { seconds: product.seconds, processes: product.processes() };
    }),
  );
  rows.push([
    '`npm start` to its address, built checkout, s',
    spread(
      seen.map((one) => one.seconds),
      2,
    ),
    '2',
  ]);
  const sums = seen.map(({ processes }) => processes.reduce((sum, one) => sum + one.kilobytes, 0) / 976.5625);
  rows.push(['idle memory, all processes of `npm start`, MB', spread(sums, 1), '135']);
  for (const [i, { command }] of (seen[0]?.processes ?? []).entries()) {
    const megabytes = seen.map(({ processes }) => (processes[i]?.kilobytes ?? 0) / 976.5625);
    rows.push([`- of it \`${command.split(' --')[0]}\``, spread(megabytes, 1), '']);
  }
}

async function measureLoads(): Promise<void> {
  await withProduct({}, async (product) => {
    const home = await withPage(async (page) => {
      const load = await watchLoad(page, product.origin);
      await page.goto(product.url);
      await page.getByRole('button', { name: /^Run / }).first().waitFor();
      await page.waitForLoadState('networkidle');
      return { load: load(), cookies: await page.context().cookies() };
    });
    report('home', home.load);
    const id = await withPage(async (page) => {
      await page.context().addCookies(home.cookies);
      await page.goto(product.origin);
      await page.getByRole('button', { name: 'Classic agent', exact: true }).click();
      await page.waitForURL(/\/flows\//);
      return new URL(page.url()).pathname;
    });
    const editor = await repeat('editor', rounds, () =>
      withPage(async (page) => {
        await page.context().addCookies(home.cookies);
        const load = await watchLoad(page, product.origin);
        const began = performance.now();
        await page.goto(`${product.origin}${id}`, { waitUntil: 'commit' });
        await isInteractive(page, 'chan1');
        const seconds = (performance.now() - began) / 1000;
        await page.waitForLoadState('networkidle');
        return { seconds, load: load() };
      }),
    );
    report('editor', editor[0]?.load);
    rows.push([
      'navigation to a canvas that answers, s',
      spread(
        editor.map((one) => one.seconds),
        2,
      ),
      '2',
    ]);
  });
}

/** The node is drawn and a click selects it. */
async function isInteractive(page: Page, node: string): Promise<void> {
  await page.getByTestId(`node-${node}`).click();
  await page.locator('.react-flow__node.selected').first().waitFor();
}

function report(name: string, load: Load | undefined): void {
  if (!load) return;
  rows.push([`${name}: JavaScript on the wire (brotli), KB`, load.scriptKilobytes.toFixed(0), '400']);
  if (load.codeEditorKilobytes > 0)
    rows.push([`${name}: code editor, loaded after it, KB`, load.codeEditorKilobytes.toFixed(0), '']);
  rows.push([`${name}: all bytes, KB`, load.allKilobytes.toFixed(0), '']);
  rows.push([`${name}: requests`, String(load.requests), '40']);
  rows.push([`${name}: other hosts asked`, load.foreignHosts.join(' ') || '0', '0']);
  if (load.uncompressed.length > 0) rows.push([`${name}: uncompressed`, load.uncompressed.join(' '), '0']);
}

async function measurePanning(): Promise<void> {
  await withProduct({ prepare: writeManyNodes }, (product) =>
    withPage(async (page) => {
      await page.goto(product.url);
      await page.goto(`${product.origin}/flows/three-hundred`);
      // The whole flow is in view: its agent and 300 components.
      await page.locator('.react-flow__node').nth(300).waitFor({ state: 'attached' });
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      await page.getByTestId('run-state').getByText('Running').waitFor();
      await page.waitForFunction(() => {
        const overlay = document.querySelector<HTMLElement>('[data-testid="overlay"]');
        return Number(overlay?.dataset.frame ?? 0) > 50;
      });
      const ways: readonly (readonly [string, (page: Page, seconds: number) => Promise<Panning>])[] = [
        ['panning', pan],
        ['zooming by the wheel', zoom],
        ['walking by the keyboard', walk],
      ];
      for (const [how, act] of ways) reportFrames(how, await repeat(how, rounds, () => act(page, 5)));
    }),
  );
}

function reportFrames(how: string, seen: readonly Panning[]): void {
  rows.push([
    `300 nodes, live at 10 Hz: frames/s while ${how}`,
    spread(
      seen.map((one) => one.framesPerSecond),
      0,
    ),
    '40',
  ]);
  rows.push([
    '- longest frame, ms',
    spread(
      seen.map((one) => one.longestFrameMs),
      0,
    ),
    '',
  ]);
  rows.push([
    '- CPU of the whole browser per frame, ms',
    spread(
      seen.map((one) => one.cpuMsPerFrame),
      1,
    ),
    '',
  ]);
  rows.push([
    '- samples drawn, 1/s',
    spread(
      seen.map((one) => one.samplesPerSecond),
      1,
    ),
    '10',
  ]);
}

/** From `git clone` to the first number that moves, with one click in between. */
async function measureClone(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-clone-'));
  try {
    const began = performance.now();
    execFileSync('git', ['clone', '--quiet', root, join(folder, 'sluice')]);
    await withProduct({ folder: join(folder, 'sluice') }, async (product) => {
      const started = (performance.now() - began) / 1000;
      await withPage(async (page) => {
        await page.goto(product.url);
        await page.getByRole('button', { name: /^Run Word count/ }).click();
        await page.getByRole('region', { name: 'Run', exact: true }).getByText(/[1-9]/).first().waitFor();
      });
      const moving = (performance.now() - began) / 1000;
      rows.push(['fresh clone to the address, s', started.toFixed(1), '90']);
      rows.push(['fresh clone to moving numbers, s', moving.toFixed(1), '90']);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const parts: { readonly [name: string]: () => Promise<void> } = {
  start: measureStart,
  load: measureLoads,
  pan: measurePanning,
  clone: measureClone,
};
const wanted = process.argv.slice(2);
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length === 0 ? name !== 'clone' : wanted.includes(name)) await measure();
}
const [cpu] = cpus();
const lines = [
  `${cpu?.model.trim()}, ${cpus().length} CPUs, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}, load at the end ${loadavg()[0]?.toFixed(1)}; medians of ${rounds} (all values).`,
  '',
  '| | measured | at most / at least |',
  '|---|---|---|',
  ...rows.map((row) => `| ${row.join(' | ')} |`),
];
process.stdout.write(`${lines.join('\n')}\n`);
