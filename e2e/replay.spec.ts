import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { EditorPage } from './editor-page.ts';
import { replayInto } from './flow-documents.ts';
import { Remote } from './remote.ts';
import { Replay } from './replay-controls.ts';
import { type Product, startProduct } from './server.ts';

let product: Product;
let remote: Remote;
test.beforeAll(async () => {
  product = await startProduct();
  remote = new Remote(product);
});
test.afterAll(async () => {
  await product.stop();
});

test('a replay runs at 1x, at 10x and as fast as it can, pauses, jumps and goes on from there', async ({
  page,
}) => {
  const flow = await remote.create(
    replayInto('paced', { replay: { count: 400_000 }, sink: fileRoll('data/paced') }),
  );
  await remote.open(page, `/flows/${flow}`);
  const editor = new EditorPage(page);
  const replay = new Replay(page, 'access-log');
  await editor.run();

  // The access log comes at 500 records a second.
  await expect(replay.speed()).toHaveAccessibleName('Speed 1×');
  await expect.poll(() => isAbout(page, 500)).toBe(true);
  await replay.choose('10×');
  await expect(replay.speed()).toHaveAccessibleName('Speed 10×');
  await expect.poll(() => isAbout(page, 5000)).toBe(true);

  // Paused, the position stands still.
  await page.getByRole('button', { name: 'Pause replay' }).click();
  await expect(page.getByRole('button', { name: 'Resume replay' })).toBeVisible();
  const stood = await replay.position();
  await editor.ticks(10);
  expect(await replay.position()).toBe(stood);
  expect((await remote.runOf(flow)).replays[0]?.position).toBe(stood);

  // A click on the track jumps, also while it is paused.
  await replay.seek(0.75);
  await expect.poll(() => replay.position()).toBeGreaterThan(250_000);
  const landed = await replay.position();
  await editor.ticks(5);
  expect(await replay.position()).toBe(landed);

  await page.getByRole('button', { name: 'Resume replay' }).click();
  await expect.poll(() => replay.position()).toBeGreaterThan(landed);
  await replay.choose('As fast as possible');
  await expect(page.getByTestId('run-state')).toHaveText(/Done/);

  // What came out are the records up to the jump and those from where it landed, and the page counted each.
  const written = readFileSync(onlyFile('data/paced'), 'utf8');
  const expected = lines(0, stood) + lines(landed, 400_000 - landed);
  expect(written === expected).toBe(true);
  const count = (stood + 400_000 - landed).toLocaleString('en-US');
  await expect(page.getByRole('region', { name: 'Run', exact: true })).toContainText(`in${count}events`);
  await expect(page.getByRole('region', { name: 'Run', exact: true })).toContainText(`out${count}events`);
});

test('a replay starts over at its end as long as it shall', async ({ page }) => {
  const flow = await remote.create(
    replayInto('looping', {
      replay: { count: 3000, isLooping: true, rate: 20_000 },
      sink: { type: 'flume.sink.null' },
    }),
  );
  await remote.open(page, `/flows/${flow}`);
  const editor = new EditorPage(page);
  const replay = new Replay(page, 'access-log');
  await editor.run();
  await expect
    .poll(async () => (await remote.counts((await remote.runOf(flow)).id)).get('component/requests/out'))
    .toBeGreaterThan(9000);
  await expect(page.getByTestId('run-state')).toHaveText(/Running/);
  await replay.choose('Start over at the end');
  await expect(page.getByTestId('run-state')).toHaveText(/Done/);
  const run = await remote.runOf(flow);
  const out = (await remote.counts(run.id)).get('component/requests/out') ?? 0;
  expect(out % 3000).toBe(0);
  await expect(page.getByRole('region', { name: 'Run', exact: true })).toContainText(
    `in${out.toLocaleString('en-US')}events`,
  );
});

test('a million records on demand, byte for byte the same for one seed', async ({ page }) => {
  test.slow();
  const flow = await remote.create(
    replayInto('million', { replay: { count: 1_000_000, rate: -1 }, sink: fileRoll('data/million') }),
  );
  await remote.open(page, `/flows/${flow}`);
  const editor = new EditorPage(page);
  const run = page.getByRole('region', { name: 'Run', exact: true });
  for (let time = 1; time <= 2; time++) {
    await editor.run();
    await expect(page.getByTestId('run-state')).toHaveText(/Done/, { timeout: 60_000 });
    await expect(run).toContainText('in1,000,000events');
    await expect(run).toContainText('out1,000,000events');
    await expect.poll(() => filesOf('data/million').length).toBe(time);
  }
  const [first, second] = await Promise.all(filesOf('data/million').map(measure));
  expect(first?.lines).toBe(1_000_000);
  expect(second).toEqual(first);

  // Another seed, chosen in the form, gives other records, and those the command line gives for it.
  await editor.set('requests', 'Seed', '2');
  await editor.setField('Records', '1000');
  await editor.run();
  await expect(page.getByTestId('run-state')).toHaveText(/Done/);
  await expect(run).toContainText('in1,000events');
  await expect.poll(() => filesOf('data/million').length).toBe(3);
  const third = readFileSync(filesOf('data/million')[2] ?? '', 'utf8');
  expect(third === lines(0, 1000, 2)).toBe(true);
  expect(third === lines(0, 1000, 1)).toBe(false);
});

const fileRoll = (directory: string) => ({
  type: 'flume.sink.file_roll',
  config: { directory, rollInterval: 0, batchSize: 10_000 },
});

/** Whether the run bar says that about so many events come in a second. */
async function isAbout(page: Page, rate: number): Promise<boolean> {
  const text = await page.getByRole('region', { name: 'Run', exact: true }).innerText();
  const [, value = '', unit = ''] = /\bin\s*([\d.,]+)(k|M)?\s*events\/s/.exec(text) ?? [];
  const shown = Number(value.replaceAll(',', '')) * ({ k: 1e3, M: 1e6 }[unit] ?? 1);
  return shown > rate * 0.85 && shown < rate * 1.15;
}

/** The bytes the command line gives for a part of the access log. */
function lines(from: number, count: number, seed = 1): string {
  const { stdout, status } = spawnSync(
    process.execPath,
    [
      'bin/sluice.mjs',
      'replay',
      'access-log',
      '--rate',
      'max',
      '--seed',
      `${seed}`,
      '--count',
      `${from + count}`,
    ],
    { cwd: join(import.meta.dirname, '..'), encoding: 'utf8', maxBuffer: 1 << 30 },
  );
  expect(status).toBe(0);
  if (from === 0) return stdout;
  let at = 0;
  for (let line = 0; line < from; line++) at = stdout.indexOf('\n', at) + 1;
  return stdout.slice(at);
}

function filesOf(directory: string): string[] {
  const folder = join(product.project, directory);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}

function onlyFile(directory: string): string {
  const files = filesOf(directory);
  expect(files).toHaveLength(1);
  return files[0] ?? '';
}

async function measure(path: string): Promise<{ readonly lines: number; readonly hash: string }> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count++;
  }
  return { lines: count, hash: hash.digest('hex') };
}
