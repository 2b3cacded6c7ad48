import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { drawnOn, watchOverlay } from './drawn.ts';
import { EditorPage } from './editor-page.ts';
import { replayInto } from './flow-documents.ts';
import { Remote } from './remote.ts';
import { Replay } from './replay-controls.ts';
import { freePort, type Product, startProduct } from './server.ts';

let product: Product;
let remote: Remote;
test.beforeAll(async () => {
  product = await startProduct();
  remote = new Remote(product);
});
test.afterAll(async () => {
  await product.stop();
});

test('stop, edit, run again: the next run is what was drawn', async ({ page }) => {
  const flow = await remote.create(
    replayInto('again', { replay: { count: 100_000 }, sink: fileRoll('data/first') }),
  );
  await remote.open(page, `/flows/${flow}`);
  const editor = new EditorPage(page);
  await editor.run();
  await expect.poll(() => linesIn('data/first')).toBeGreaterThan(0);
  // What is edited while it runs waits for the next run, and the page says so.
  await editor.set('files', 'Directory', 'data/second');
  await expect(runBar(page)).toContainText('Edited since the start');
  await editor.stop();
  const stopped = linesIn('data/first');
  await expect(runBar(page)).toContainText(`out${stopped.toLocaleString('en-US')}events`);
  await editor.set('requests', 'Rate', '-1');
  await editor.run();
  await expect(page.getByTestId('run-state')).toHaveText(/Done/);
  expect(linesIn('data/second')).toBe(100_000);
  expect(linesIn('data/first')).toBe(stopped);
});

test('undo and redo take back and bring again every kind of edit, one gesture at a time', async ({
  page,
}) => {
  const flow = await remote.create({ ...replayInto('steps', { replay: {}, sink: fileRoll('data/steps') }) });
  await remote.open(page, `/flows/${flow}`);
  const editor = new EditorPage(page);
  await expect(editor.node('files')).toBeVisible();
  const documentNow = async (): Promise<unknown> =>
    (await remote.get<{ flow: unknown }>(`/flows/${flow}`)).flow;
  const states = [await documentNow()];
  const gesture = async (act: () => Promise<void>): Promise<void> => {
    await act();
    await expect.poll(documentNow).not.toEqual(states.at(-1));
    states.push(await documentNow());
  };

  await gesture(() => editor.drop('Flume', 'logger', { x: 0.5, y: 0.7 }));
  const added = (await editor.names()).at(-1) ?? '';
  await gesture(() => editor.rename(added, 'printer'));
  await gesture(() => editor.wire('held', 'printer'));
  await gesture(async () => {
    const box = await editor.node('printer').boundingBox();
    if (!box) throw new Error('nothing to move');
    await page.mouse.move(box.x + 60, box.y + 12);
    await page.mouse.down();
    await page.mouse.move(box.x + 120, box.y + 60, { steps: 6 });
    await page.mouse.up();
  });
  await gesture(() => editor.set('held', 'Capacity', '5000'));
  await gesture(async () => {
    await editor.node('held').click();
    await page.keyboard.press('Control+C');
    await page.keyboard.press('Control+V');
  });
  await gesture(async () => {
    await editor.node('printer').click();
    await page.keyboard.press('Delete');
  });

  for (let left = states.length - 2; left >= 0; left--) {
    await page.keyboard.press('Control+Z');
    await expect.poll(documentNow).toEqual(states[left]);
  }
  await expect(editor.canvas().getByRole('button', { name: 'Undo' })).toBeDisabled();
  for (let done = 1; done < states.length; done++) {
    await page.keyboard.press('Control+Shift+Z');
    await expect.poll(documentNow).toEqual(states[done]);
  }
  await expect(editor.canvas().getByRole('button', { name: 'Redo' })).toBeDisabled();
});

test('a tab closed during a run: its draft is kept, the run goes on, the next page shows every number', async ({
  context,
}) => {
  const flow = await remote.create(
    replayInto('closed', { replay: { count: 300_000 }, sink: fileRoll('data/closed') }),
  );
  const first = await context.newPage();
  await remote.open(first, `/flows/${flow}`);
  const editor = new EditorPage(first);
  await editor.run();
  await context.setOffline(true);
  await editor.set('held', 'Capacity', '77777');
  await expect(first.getByText('Kept in this browser', { exact: true })).toBeVisible();
  await first.close();
  await context.setOffline(false);
  const { id, status } = await remote.runOf(flow);
  expect(status).toBe('running');
  await remote.post(`/runs/${id}/replay`, { action: 'rate', rate: null });
  await expect.poll(async () => (await remote.runOf(flow)).status).toBe('done');

  const second = await context.newPage();
  await remote.open(second, `/flows/${flow}`);
  await expect(second.getByText('Restored edits that had not been saved.')).toBeVisible();
  await expect(second.getByTestId('run-state')).toHaveText(/Done/);
  await expect(second.getByTestId('run-state')).toHaveAttribute('data-run', id);
  await expect(runBar(second)).toContainText('in300,000events');
  await expect(runBar(second)).toContainText('out300,000events');
  expect(linesIn('data/closed')).toBe(300_000);
  await expect
    .poll(async () => JSON.stringify(await remote.get(`/flows/${flow}`)))
    .toContain('"capacity":77777');
});

test('two tabs on one flow see all edits and undo their own', async ({ context }) => {
  test.slow();
  const flow = await remote.create(replayInto('shared', { replay: {}, sink: fileRoll('data/shared') }));
  const [one, two] = [await context.newPage(), await context.newPage()];
  await remote.open(one, `/flows/${flow}`);
  await remote.open(two, `/flows/${flow}`);
  const [left, right] = [new EditorPage(one), new EditorPage(two)];
  await expect(right.node('files')).toBeVisible();

  const capacity = (editor: EditorPage) => editor.inspector().getByLabel('Capacity', { exact: true });
  const transaction = (editor: EditorPage) =>
    editor.inspector().getByLabel('Transaction capacity', { exact: true });

  // At the same time, in two fields of one component; then two names, one after the other.
  await right.node('held').click();
  await one.bringToFront();
  await left.node('held').click();
  await Promise.all([left.setField('Capacity', '4000'), right.setField('Transaction capacity', '40')]);
  for (const editor of [left, right]) {
    await expect(capacity(editor)).toHaveValue('4000');
    await expect(transaction(editor)).toHaveValue('40');
  }
  await left.rename('requests', 'log');
  await two.bringToFront();
  await right.rename('files', 'out');
  for (const editor of [left, right]) {
    await expect(editor.node('log')).toBeVisible();
    await expect(editor.node('out')).toBeVisible();
  }

  // Undo in one tab leaves what the other one did.
  await undo(right);
  await undo(right);
  await one.bringToFront();
  await left.node('held').click();
  for (const editor of [left, right]) {
    await expect(editor.node('log')).toBeVisible();
    await expect(editor.node('files')).toBeVisible();
  }
  await expect(capacity(left)).toHaveValue('4000');
  await expect(transaction(left)).toHaveValue('10000');
  await undo(left);
  await expect(right.node('requests')).toBeVisible();
  await expect(left.node('files')).toBeVisible();

  // The same field of the same component, while one tab cannot save: it is asked, and nothing is lost meanwhile.
  await left.node('held').click();
  await one.route('**/changes', (route) => route.abort());
  await left.setField('Capacity', '1111');
  await expect(one.getByText('Kept in this browser', { exact: true })).toBeVisible();
  await two.bringToFront();
  await right.set('held', 'Capacity', '2222');
  await expect(two.getByText(/^Saved/)).toBeVisible();
  await one.unroute('**/changes');
  await one.bringToFront();
  await expect(one.getByText(/touches what was changed in another tab/)).toBeVisible();
  await expect(capacity(left)).toHaveValue('1111');
  await one.getByRole('button', { name: 'Keep mine' }).click();
  await expect(capacity(right)).toHaveValue('1111');
  await expect(one.getByText(/^Saved/)).toBeVisible();
});

test('the engine process is killed: the page says so, it restarts, the flow goes on, no line is damaged', async ({
  page,
}) => {
  test.slow();
  const count = 200_000;
  const flow = await remote.create(
    replayInto('killed', { replay: { count }, sink: fileRoll('data/killed', 100) }),
  );
  await remote.open(page, `/flows/${flow}`);
  const editor = new EditorPage(page);
  await editor.run();
  await editor.openLane('Log');
  for (let kills = 1; kills <= 2; kills++) {
    const before = linesIn('data/killed');
    await expect.poll(() => linesIn('data/killed')).toBeGreaterThan(before);
    process.kill(enginePid(product), 'SIGKILL');
    await expect(
      editor.lane().getByText('The engine process was ended by SIGKILL. Starting it again.'),
    ).toHaveCount(kills);
    await expect(runBar(page)).toContainText(
      new RegExp(`Recovered after ${kills} restarts?, (nothing|[\\d,]+) lost`),
    );
    await expect(page.getByTestId('run-state')).toHaveText(/Running/);
  }
  await new Replay(page, 'access-log').choose('As fast as possible');
  await expect(page.getByTestId('run-state')).toHaveText(/Done/);
  const run = await remote.runOf(flow);
  const text = textIn('data/killed');
  expect(text.endsWith('\n')).toBe(true);
  const known = new Set(accessLog(count).split('\n'));
  const written = text.split('\n').slice(0, -1);
  expect(written.filter((line) => !known.has(line))).toEqual([]);
  // A memory channel loses what it holds when it is killed: each lost event is counted, and none besides.
  expect(written.length).toBe(count - run.lost + run.duplicated);
  await expect(runBar(page)).toContainText(`in${count.toLocaleString('en-US')}events`);
});

test('a channel on disk: the page kills the engine process, and what the channel held comes out again', async ({
  page,
}) => {
  test.slow();
  const count = 100_000;
  const folder = 'data/durable-log/archive';
  await watchOverlay(page);
  const flow = await remote.example('durable-log');
  // Something stands where the files are to be, so that the channel holds what it is given.
  mkdirSync(join(product.project, 'data', 'durable-log'), { recursive: true });
  writeFileSync(join(product.project, folder), 'in the way');
  await remote.open(page, `/flows/${flow}`);
  const editor = new EditorPage(page);
  await editor.set('requests', 'Records', String(count));
  await editor.run();
  await editor.openLane('Log');
  const held = async (): Promise<number> =>
    Number((/([\d,]+) \/ 1M/.exec(await drawnOn(editor.node('journal')))?.[1] ?? '').replaceAll(',', ''));
  await expect.poll(held).toBeGreaterThan(500);
  const before = await held();
  await kill(page, flow, 1);
  await expect(editor.lane().getByText(/^[\d,]+ events were in the channel and go on\.$/)).toBeVisible();
  await expect.poll(held).toBeGreaterThanOrEqual(before);

  rmSync(join(product.project, folder));
  await expect.poll(() => linesIn(folder)).toBeGreaterThan(before);
  await kill(page, flow, 2);
  await expect(runBar(page)).toContainText('Recovered after 2 restarts, nothing lost');
  await new Replay(page, 'access-log').choose('As fast as possible');
  await expect(page.getByTestId('run-state')).toHaveText(/Done/);
  const { lost, duplicated } = await remote.runOf(flow);
  expect(lost).toBe(0);
  await expect(runBar(page)).toContainText(`in${count.toLocaleString('en-US')}events`);
  await expect.poll(held).toBe(0);
  // Every event is in the files as often as it was put; what came again is counted.
  const missing = new Map<string, number>();
  for (const line of accessLog(count).split('\n').slice(0, -1))
    missing.set(line, (missing.get(line) ?? 0) + 1);
  const written = textIn(folder).split('\n').slice(0, -1);
  for (const line of written) missing.set(line, (missing.get(line) ?? Number.NaN) - 1);
  expect([...missing].filter(([, times]) => !(times <= 0))).toEqual([]);
  expect(written.length).toBe(count + duplicated);
});

test('the server is killed and started again: the page says that it is gone and comes back by itself', async ({
  page,
}) => {
  test.slow();
  const project = mkdtempSync(join(tmpdir(), 'sluice-e2e-'));
  const port = await freePort();
  let served = await startProduct({ project, port });
  try {
    const itsRemote = new Remote(served);
    const flow = await itsRemote.create(
      replayInto('served', { replay: { count: 100_000 }, sink: fileRoll('data/served') }),
    );
    await itsRemote.open(page, `/flows/${flow}`);
    const editor = new EditorPage(page);
    await editor.run();
    await editor.ticks(5);
    const engine = enginePid(served);
    process.kill(served.pid, 'SIGKILL');
    await expect(page.getByText('Connection lost.')).toBeVisible();
    // The engine does not stay behind alone, and leaves whole lines.
    await expect.poll(() => isAlive(engine)).toBe(false);
    expect(textIn('data/served', project)).toMatch(/\n$/);
    await editor.set('requests', 'Rate', '-1');
    await expect(page.getByText('Kept in this browser', { exact: true })).toBeVisible();
    served = await startProduct({ project, port });
    await expect(page.getByText('Connection lost.')).toBeHidden();
    await expect(page.getByText(/^The server was started anew/)).toBeVisible();
    await expect(page.getByTestId('run-state')).toHaveText(/Stopped/);
    await expect(page.getByText(/^Saved/)).toBeVisible();
    await editor.run();
    await expect(page.getByTestId('run-state')).toHaveText(/Done/);
    await expect(runBar(page)).toContainText('in100,000events');
  } finally {
    await served.stop();
    rmSync(project, { recursive: true, force: true });
  }
});

test('deleting a flow asks first, and the file goes to the trash', async ({ page, context }) => {
  const flow = await remote.create(replayInto('doomed', { replay: {}, sink: fileRoll('data/doomed') }));
  await remote.open(page, '/flows');
  const other = await context.newPage();
  await other.goto(`${product.origin}/flows/${flow}`);
  await expect(new EditorPage(other).node('files')).toBeVisible();
  await page.bringToFront();
  const ask = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Actions of doomed' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
  };
  await ask();
  await expect(page.getByRole('dialog')).toContainText('Delete doomed with 3 components?');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('link', { name: 'doomed' })).toBeVisible();
  await ask();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('link', { name: 'doomed' })).toBeHidden();
  await expect(other.getByText('This flow was deleted in another tab.')).toBeVisible();
  expect(readdirSync(join(product.project, '.sluice', 'trash'))).toHaveLength(1);
});

const fileRoll = (directory: string, batchSize = 1000) => ({
  type: 'flume.sink.file_roll',
  config: { directory, rollInterval: 0, batchSize },
});

const undo = (editor: EditorPage) => editor.canvas().getByRole('button', { name: 'Undo' }).click();

const runBar = (page: Page) => page.getByRole('region', { name: 'Run', exact: true });

/** Kills the engine process by the menu of faults, and waits until it runs again. */
async function kill(page: Page, flow: string, kills: number): Promise<void> {
  await page.getByRole('button', { name: 'Inject fault' }).click();
  await page.getByRole('menuitem', { name: 'Kill the engine process' }).click();
  await expect
    .poll(async () => {
      const { restarts, status } = await remote.runOf(flow);
      return [restarts, status];
    })
    .toEqual([kills, 'running']);
  await expect(page.getByTestId('run-state')).toHaveText(/Running/);
}

/** Everything in the files of a directory, oldest first. */
function textIn(directory: string, project = product.project): string {
  const folder = join(project, directory);
  if (!existsSync(folder)) return '';
  return readdirSync(folder)
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
}

function linesIn(directory: string): number {
  return textIn(directory).split('\n').length - 1;
}

/** The engine process: the only child of the server. */
function enginePid(served: Product): number {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n');
  const children = rows
    .map((row) => row.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === served.pid);
  expect(children).toHaveLength(1);
  return children[0]?.[0] ?? 0;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The first lines of the access log, as the command line gives them. */
function accessLog(count: number): string {
  const { stdout } = spawnSync(
    process.execPath,
    ['bin/sluice.mjs', 'replay', 'access-log', '--rate', 'max', '--count', String(count)],
    { cwd: join(import.meta.dirname, '..'), encoding: 'utf8', maxBuffer: 1 << 30 },
  );
  return stdout;
}
