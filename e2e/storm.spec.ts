import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openDataset } from '../packages/datasets/src/index.ts';
import { EditorPage } from './editor-page.ts';
import { type Product, startProduct } from './server.ts';

let product: Product;
test.beforeEach(async () => {
  product = await startProduct();
});
test.afterEach(async () => {
  await product.stop();
});

test('word count, drawn with the mouse: the count bolt fails 1 %, roots come back until every word is counted', async ({
  page,
}) => {
  const sentences = 60_000;
  test.slow();
  const editor = new EditorPage(page);
  await page.goto(product.url);
  await editor.begin();
  await editor.drop('Storm', 'Data-set replay', { x: 0.06, y: 0.3 });
  await editor.drop('Storm', 'Split', { x: 0.28, y: 0.3 });
  await editor.drop('Storm', 'Count', { x: 0.5, y: 0.3 });
  await editor.drop('Storm', 'View', { x: 0.76, y: 0.2 });
  await editor.drop('Storm', 'File', { x: 0.76, y: 0.6 });
  await editor.rename('replay', 'sentences');
  await editor.rename('view', 'words');

  // Nothing can be sent to a spout, and no bolt feeds itself: refused while the wire is held, with the reason.
  await editor.startWireTo('split', editor.node('sentences'));
  await expect(page.getByTestId('refusal')).toContainText('sentences is a spout and has no input');
  await page.mouse.up();
  await editor.startWire('split', 'split');
  await expect(page.getByTestId('refusal')).toContainText('split cannot feed itself');
  await page.mouse.up();
  await expect(editor.wires()).toHaveCount(0);

  await editor.wire('sentences', 'split');
  await editor.wire('split', 'count');
  await editor.wire('count', 'words');
  await editor.wire('count', 'file');
  await expect(editor.wires()).toHaveCount(4);

  await editor.set('sentences', 'Records', String(sentences));
  await editor.setField('Rate', '500');
  await editor.set('file', 'File', 'data/counts.txt');
  await editor.set('split', 'Executors', '2');
  await editor.set('count', 'Executors', '3');
  await expect(editor.node('count')).toContainText('×3');
  await expect(page.getByTestId('system-topology1')).toContainText('8 executors');

  // Three tasks that get words in turn would each count a share: the edge says so until it is grouped by the word.
  await editor.selectWire('split', 'count');
  await expect(editor.inspector()).toContainText('each task counts a share of every key');
  await editor.inspector().getByLabel('Grouping', { exact: true }).selectOption('fields');
  await expect(editor.inspector()).toContainText('names no field');
  await editor.setField('Fields', 'word');
  await expect(page.getByText('No problems')).toBeVisible();

  await editor.run();
  await editor.node('sentences').click();
  await editor.inspect('Metrics');
  await expect.poll(() => editor.reading('acked')).toBeGreaterThan(100);
  expect(await editor.reading('failed')).toBe(0);

  // A slow bolt keeps roots pending for longer; the field acts at once, and so does taking it back.
  await editor.set('split', 'Delay', '150');
  await editor.node('sentences').click();
  await editor.inspect('Metrics');
  await expect.poll(() => editor.reading('pending')).toBeGreaterThan(10);
  await expect.poll(() => editor.reading('completeLatency')).toBeGreaterThan(100);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => editor.reading('completeLatency')).toBeLessThan(100);

  await editor.set('count', 'Fail', '1');
  await expect(page.getByText('Edited since the start')).toHaveCount(0);
  await editor.node('sentences').click();
  await editor.inspect('Metrics');
  await expect.poll(() => editor.reading('failed')).toBeGreaterThan(20);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => editor.grows('failed')).toBe(false);
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect.poll(() => editor.grows('failed')).toBe(true);

  // Straight to the end, still failing: every root that failed comes back until it is acked.
  await editor.replayAtFullSpeed();
  await expect(page.getByTestId('run-state')).toHaveText(/Done/);
  await editor.show('Dashboard');

  const text = openDataset('sentences', 1).lines(0, sentences);
  const truth = countOf(text.split(/\s+/).filter((word) => word !== ''));
  const counted = new Map<string, number>();
  for (const line of readFileSync(join(product.project, 'data', 'counts.txt'), 'utf8')
    .trim()
    .split('\n')) {
    const [word = '', count] = line.split('\t');
    counted.set(word, Math.max(Number(count), counted.get(word) ?? 0));
  }
  expect([...counted.keys()].sort()).toEqual([...truth.keys()].sort());
  expect([...truth].filter(([word, times]) => (counted.get(word) ?? 0) < times)).toEqual([]);

  // The page shows the same counts, the roots that came back, and how many words were counted twice.
  const rows = await editor.rows('words');
  expect(rows.length).toBe(100);
  for (const [word = '', count] of rows) expect([word, number(count)]).toEqual([word, counted.get(word)]);
  const over = sumOf(counted) - sumOf(truth);
  expect(over).toBeGreaterThan(0);
  expect(await editor.counterOf('count', 'duplicated')).toBe(over);
  const failed = await editor.counterOf('sentences', 'failed');
  expect(await editor.counterOf('sentences', 'acked')).toBe(sentences);
  expect(await editor.counterOf('sentences', 'emitted')).toBe(sentences + failed);
  expect(await editor.counterOf('sentences', 'pending')).toBe(0);
  expect(await editor.counterOf('sentences', 'timedOut')).toBe(0);
  expect(await editor.counterOf('count', 'acked')).toBe(sumOf(counted));
  await editor.expectExactNumbers();
});

test('a file of lines, drawn with the mouse: roots that time out are emitted again until every word is counted', async ({
  page,
}) => {
  const lines = Array.from({ length: 60 }, () => [
    'the cow jumped over the moon',
    'an apple a day keeps the doctor away',
    'four score and seven years ago',
    'snow white and the seven dwarfs',
    'i am at two with nature',
  ]).flat();
  const truth = countOf(lines.flatMap((line) => line.split(' ')));
  mkdirSync(join(product.project, 'data'), { recursive: true });
  writeFileSync(join(product.project, 'data', 'lines.txt'), lines.map((line) => `${line}\n`).join(''));

  test.slow();
  const editor = new EditorPage(page);
  await page.goto(product.url);
  await editor.begin();
  await editor.drop('Storm', 'File lines', { x: 0.06, y: 0.3 });
  await editor.drop('Storm', 'Split', { x: 0.28, y: 0.3 });
  await editor.drop('Storm', 'Count', { x: 0.5, y: 0.3 });
  await editor.drop('Storm', 'View', { x: 0.76, y: 0.3 });
  await editor.wire('file-lines', 'split');
  await editor.wire('split', 'count');
  await editor.wire('count', 'view');
  await editor.set('file-lines', 'File', 'data/lines.txt');
  await editor.selectWire('split', 'count');
  await editor.inspector().getByLabel('Grouping', { exact: true }).selectOption('fields');
  await editor.setField('Fields', 'word');
  await editor.selectSystem('topology1');
  await editor.setField('Message timeout', '1');
  await editor.set('split', 'Delay', '2500');
  await expect(editor.inspector()).toContainText('its roots come back again and again');

  await editor.run();
  await editor.node('file-lines').click();
  await editor.inspect('Metrics');
  await expect.poll(() => editor.reading('timedOut')).toBeGreaterThan(0);
  expect(await editor.reading('pending')).toBeGreaterThan(0);
  await editor.node('split').click();
  await editor.inspector().getByRole('button', { name: 'Reset Delay' }).click();
  await expect(page.getByTestId('run-state')).toHaveText(/Done/);

  await editor.show('Dashboard');
  const counted = new Map((await editor.rows('view')).map(([word = '', count]) => [word, number(count)]));
  expect([...counted.keys()].sort()).toEqual([...truth.keys()].sort());
  expect([...truth].filter(([word, times]) => (counted.get(word) ?? 0) < times)).toEqual([]);
  expect(await editor.counterOf('count', 'duplicated')).toBe(sumOf(counted) - sumOf(truth));
  const timedOut = await editor.counterOf('file-lines', 'timedOut');
  expect(timedOut).toBeGreaterThan(0);
  expect(await editor.counterOf('file-lines', 'failed')).toBe(timedOut);
  expect(await editor.counterOf('file-lines', 'acked')).toBe(lines.length);
  expect(await editor.counterOf('file-lines', 'emitted')).toBe(lines.length + timedOut);
  await editor.expectExactNumbers();
});

function number(text = ''): number {
  return Number(text.replaceAll(',', ''));
}

function countOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, n) => sum + n, 0);
}
