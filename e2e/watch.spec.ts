import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { drawnBetween, drawnOn, watchOverlay } from './drawn.ts';
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

test('the canvas lives: rates on wires, fill of channels, state of components, ten times a second', async ({
  page,
}) => {
  await watchOverlay(page);
  const flow = await remote.example('access-log-multiplexing');
  // Something stands where the sink wants to write: it has to try again and again.
  writeFileSync(join(product.project, 'data', 'access-log-multiplexing'), 'in the way');
  await remote.open(page, `/flows/${flow}`);
  const editor = new EditorPage(page);
  await editor.run();
  await expect(page.getByText(/^Connected, (9|10|11) updates\/s$/)).toBeVisible();

  await expect.poll(() => drawnOn(editor.node('requests'))).toMatch(/[1-9]\d*\/s/);
  await expect.poll(() => edge(editor, 'requests', 'served')).toMatch(/^4\d\d\/s$/);
  await expect.poll(() => edge(editor, 'requests', 'failed')).toMatch(/^\d\d\/s$/);
  await expect.poll(() => edge(editor, 'served', 'discard')).toMatch(/^4\d\d\/s$/);
  // What cannot be written waits in its channel, and the canvas says so.
  await expect.poll(() => drawnOn(editor.node('failed'))).toMatch(/[1-9]\d* \/ 1,000 [1-9]\d* % full/);
  await expect.poll(() => drawnOn(editor.node('served'))).toContain('/ 1,000');
  await expect(editor.node('failures')).toContainText(/retrying|dead/);
  const said = page.getByRole('region', { name: 'Run', exact: true });
  await expect(said).toContainText('failures');

  rmSync(join(product.project, 'data', 'access-log-multiplexing'));
  await expect(editor.node('failures')).not.toContainText(/retrying|dead/);
  await expect.poll(() => edge(editor, 'failed', 'failures')).toMatch(/^[1-9]\d*\/s$/);
  await expect.poll(() => drawnOn(editor.node('failed'))).toMatch(/\b0 \/ 1,000 0 % full/);

  // Paused, page, REST, Prometheus and Flume's own report say one number.
  await page.getByRole('button', { name: 'Pause replay' }).click();
  await expect(page.getByRole('button', { name: 'Resume replay' })).toBeVisible();
  await editor.ticks(10);
  await editor.node('served').click();
  await editor.inspect('Metrics');
  const run = await remote.runOf(flow);
  const counts = await remote.counts(run.id);
  const taken = counts.get('component/served/EventTakeSuccessCount') ?? 0;
  expect(taken).toBeGreaterThan(0);
  await expect.poll(() => editor.reading('EventTakeSuccessCount')).toBe(taken);
  expect(await remote.metrics()).toContain(
    `sluice_component_event_take_success_count_total{flow="${flow}",run="${run.id}",component="served"} ${taken}\n`,
  );
  const flume = await remote.get<{ [component: string]: { [counter: string]: string } }>(
    `/runs/${run.id}/flume-metrics`,
  );
  expect(flume['CHANNEL.served']?.EventTakeSuccessCount).toBe(String(taken));
  // The source accepts each event once, however many channels there are.
  expect(counts.get('component/requests/EventAcceptedCount')).toBe(
    counts.get('component/requests/EventReceivedCount'),
  );
  await editor.stop();
});

test('an agent: at the end the page shows what the runtime counted, and the files hold it', async ({
  page,
}) => {
  const flow = await remote.create(
    replayInto('counted', {
      replay: { count: 50_000, rate: -1 },
      sink: {
        type: 'flume.sink.file_roll',
        config: { directory: 'data/counted', rollInterval: 0, batchSize: 1000 },
      },
    }),
  );
  await remote.open(page, `/flows/${flow}/dashboard`);
  const editor = new EditorPage(page);
  await editor.run();
  await expect(page.getByTestId('run-state')).toHaveText(/Done/);
  await expectExact(page, flow);
  await expect(page.locator('[data-edge="requests → held"]')).toHaveText('50,000');
  await expect(page.locator('[data-edge="held → files"]')).toHaveText('50,000');
  const folder = join(product.project, 'data', 'counted');
  const written = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(written.join('').split('\n')).toHaveLength(50_001);
  expect(await editor.counterOf('files', 'EventDrainSuccessCount')).toBe(50_000);
  expect(await editor.counterOf('requests', 'EventReceivedCount')).toBe(50_000);
  expect(await editor.counterOf('requests', 'EventAcceptedCount')).toBe(50_000);
  await expectLatency(page);
  await expect(page.getByRole('region', { name: 'Channel fill' })).toContainText('capacity 100,000');
});

test('a topology: fails come back, every word is counted, and the page shows each number', async ({
  page,
}) => {
  const sentences = 20_000;
  const document = await exampleDocument('storm-word-count');
  Object.assign(document.components.sentences?.config ?? {}, { count: sentences });
  const flow = await remote.create(document);
  await remote.open(page, `/flows/${flow}/dashboard`);
  const editor = new EditorPage(page);
  await editor.run();
  await page.getByRole('button', { name: 'Inject fault' }).click();
  await page.getByRole('menuitemradio', { name: 'Fail 1 % in split' }).click();
  await expect.poll(() => editor.counterOf('sentences', 'failed')).toBeGreaterThan(0);
  await expect(page.getByRole('region', { name: 'Headline figures' })).toContainText(
    /Failed, came back\s*[1-9]/,
  );
  await expectLatency(page);
  await new Replay(page, 'sentences').choose('As fast as possible');
  await expect(page.getByTestId('run-state')).toHaveText(/Done/);
  await expectExact(page, flow);
  // Every root was acked in the end; those that failed came again.
  expect(await editor.counterOf('sentences', 'acked')).toBe(sentences);
  // A tuple that split failed had not been split: at least once is exactly once here.
  const expected = wordsOf(sentences);
  const shown = await editor.rows('counts');
  await expect(page.getByRole('region', { name: 'View counts', exact: true })).toContainText(
    `of ${expected.size.toLocaleString('en-US')}`,
  );
  for (const [word, count] of shown) expect([word, amount(count)]).toEqual([word, expected.get(word ?? '')]);
  expect(shown.length).toBeGreaterThan(0);
});

test('a streaming context: batches, delays, and a table of words that is exact at the end', async ({
  page,
}) => {
  const sentences = 3000;
  const document = await exampleDocument('running-word-count');
  Object.assign(document.components.sentences?.config ?? {}, { count: sentences, rate: 1000 });
  const flow = await remote.create(document);
  await remote.open(page, `/flows/${flow}/dashboard`);
  const editor = new EditorPage(page);
  await editor.run();
  await expect(page.getByRole('region', { name: 'Batches' })).toContainText(
    /processing\s*[\d.]+ m?s.*scheduling delay\s*[\d.]+ m?s/s,
  );
  await expectLatency(page);
  await expect(page.getByTestId('run-state')).toHaveText(/Done/);
  await expectExact(page, flow);
  expect(await editor.counterOf('running', 'totalProcessedRecords')).toBe(sentences);
  expect(await editor.counterOf('running', 'totalReceivedRecords')).toBe(sentences);
  const words = wordsOf(sentences);
  const expected = [...words].sort((a, b) => b[1] - a[1]).slice(0, 20);
  const shown = await editor.rows('view');
  expect(shown.map(([, count]) => amount(count))).toEqual(expected.map(([, count]) => count));
  for (const [word = '', count] of shown) expect(words.get(word)).toBe(amount(count));
  // The same rows as bars.
  const view = page.getByRole('region', { name: 'View view', exact: true });
  await view.getByRole('button', { name: 'Bars' }).click();
  await expect(view.getByRole('listitem')).toHaveCount(20);
  await expect(view.getByRole('listitem').first()).toContainText(
    expected[0]?.[1].toLocaleString('en-US') ?? '',
  );
});

const edge = (editor: EditorPage, from: string, to: string): Promise<string> =>
  drawnBetween(editor.port(from, 'out'), editor.port(to, 'in'));

const amount = (text = ''): number => Number(text.replaceAll(',', ''));

/** Every counter on the dashboard is, to the last digit, what the server says the runtime counted. */
async function expectExact(page: Page, flow: string): Promise<void> {
  const counts = await remote.counts((await remote.runOf(flow)).id);
  const cells = page.locator('[data-counter]');
  await expect(cells.first()).toBeVisible();
  const read = (): Promise<(readonly [string, string])[]> =>
    cells.evaluateAll((all) =>
      all.map((cell) => [(cell as HTMLElement).dataset.counter ?? '', cell.textContent ?? ''] as const),
    );
  const expected = (await read()).map(([name, text]) => {
    const exact = ['component', 'system'].map((scope) => counts.get(`${scope}/${name.replace('.', '/')}`));
    const value = exact.find((one) => one !== undefined);
    // Gauges are rounded to read well; counters are not.
    return [name, Number.isInteger(value) && /^[\d,]+$/.test(text) ? value?.toLocaleString('en-US') : text];
  });
  expect(expected.length).toBeGreaterThan(5);
  await expect.poll(read).toEqual(expected);
}

/** The latency card shows three percentiles that were measured. */
async function expectLatency(page: Page): Promise<void> {
  await expect(page.getByRole('region', { name: 'Latency' })).toContainText(
    /p99\s*(<1|[\d.]+) m?s.*p95\s*(<1|[\d.]+) m?s.*p50\s*(<1|[\d.]+) m?s/s,
  );
}

interface Document {
  readonly components: { readonly [id: string]: { readonly config: object } };
}

async function exampleDocument(id: string): Promise<Document> {
  const examples = await remote.get<{ id: string; flow: Document }[]>('/examples');
  const found = examples.find((one) => one.id === id);
  if (!found) throw new Error(`there is no example ${id}`);
  return found.flow;
}

/** How often each word comes in the first sentences, counted from what the command line gives. */
function wordsOf(sentences: number): ReadonlyMap<string, number> {
  const { stdout } = spawnSync(
    process.execPath,
    ['bin/sluice.mjs', 'replay', 'sentences', '--rate', 'max', '--count', String(sentences)],
    { cwd: join(import.meta.dirname, '..'), encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  const counts = new Map<string, number>();
  for (const word of stdout.split(/\s+/)) if (word !== '') counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
