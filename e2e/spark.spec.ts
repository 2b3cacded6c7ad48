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

test('top hashtags, drawn with the mouse: durations are judged at the field, batches are watched, the table is right', async ({
  page,
}) => {
  const posts = 20_000;
  test.slow();
  const editor = new EditorPage(page);
  await page.goto(product.url);
  await editor.begin();
  await editor.drop('Spark', 'replay', { x: 0.06, y: 0.15 });
  await editor.drop('Spark', 'flatMap', { x: 0.35, y: 0.15 });
  await editor.drop('Spark', 'countByValueAndWindow', { x: 0.67, y: 0.15 });
  await editor.drop('Spark', 'transform: sort + take', { x: 0.2, y: 0.6 });
  await editor.drop('Spark', 'print', { x: 0.6, y: 0.5 });
  await editor.drop('Spark', 'view', { x: 0.6, y: 0.8 });
  for (const [from, to] of [
    ['replay', 'posts'],
    ['flat-map', 'tags'],
    ['count-by-value-and-window', 'counts'],
    ['sort', 'top'],
    ['view', 'hashtags'],
  ] as const) {
    await editor.rename(from, to);
  }

  // An input takes no stream: the wire is refused while it is held, with the reason.
  await editor.startWireTo('tags', editor.node('posts'));
  await expect(page.getByTestId('refusal')).toContainText('posts is an input and has no input');
  await page.mouse.up();
  await expect(editor.wires()).toHaveCount(0);

  await editor.wire('posts', 'tags');
  await editor.wire('tags', 'counts');
  await editor.wire('counts', 'top');
  await editor.wire('top', 'print');
  await editor.wire('top', 'hashtags');
  await expect(editor.wires()).toHaveCount(5);

  await editor.set('posts', 'Records', String(posts));
  await editor.setField('Rate', '400');
  await editor.set('tags', 'List', "json(value, '$.entities.hashtags[*].text')");
  await editor.set('top', 'Take', '20');
  await editor.set('hashtags', 'Rows', '20');
  const interval = page.getByLabel('Batch interval of context1');
  await interval.fill('500');
  await interval.press('Enter');

  // Window and slide must be multiples of the interval: said beside the field, in Problems, and Run refuses.
  await editor.set('counts', 'Slide duration', '1.3');
  const slide = editor.inspector().getByLabel('Slide duration', { exact: true });
  await expect(editor.field('Slide duration')).toContainText(
    'The slide of counts, 1.3 s, is not a multiple of the batch interval, 0.5 s.',
  );
  await expect(slide).toHaveAttribute('aria-invalid', 'true');
  await editor.setField('Window duration', '60.2');
  await expect(editor.field('Window duration')).toContainText('is not a multiple of the batch interval');
  await editor.node('posts').click();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByText('2 errors must be fixed')).toBeVisible();
  await expect(page.getByTestId('run-state')).toHaveText(/Not running/);
  await editor
    .lane()
    .getByRole('button', { name: /^The slide of counts/ })
    .click();
  await expect(slide).toBeFocused();
  await editor.setField('Slide duration', '1');
  await editor.field('Window duration').getByRole('button', { name: 'Use 60 s' }).click();
  await expect(editor.inspector().getByLabel('Window duration', { exact: true })).toHaveValue('60');
  await expect(page.getByText('No problems')).toBeVisible();

  await editor.run();
  await editor.selectSystem('context1');
  await expect.poll(() => editor.reading('totalCompletedBatches')).toBeGreaterThan(2);
  await expect.poll(() => editor.reading('processingTime')).toBeGreaterThan(0);
  await expect.poll(() => editor.reading('inputRate')).toBeGreaterThan(0);
  await editor.show('Dashboard');
  const batches = page.getByRole('region', { name: 'Batches' });
  await expect(batches).toContainText(/processing ?[\d.]*[1-9][\d.]* m?s/);
  await expect(batches).toContainText(/scheduling delay ?[\d.]+ m?s/);
  await editor.replayAtFullSpeed();
  await expect(page.getByTestId('run-state')).toHaveText(/Done/);

  // All posts lie in the last minute: the table is the count of all their hashtags.
  const truth = new Map<string, number>();
  for (const line of openDataset('tweets', 1).lines(0, posts).trim().split('\n')) {
    const { entities } = JSON.parse(line) as { entities: { hashtags: { text: string }[] } };
    for (const { text } of entities.hashtags) truth.set(text, (truth.get(text) ?? 0) + 1);
  }
  const best = [...truth.values()].sort((a, b) => b - a).slice(0, 20);
  const rows = (await editor.rows('hashtags')).map(([tag = '', count = '']) => ({
    tag,
    count: Number(count.replaceAll(',', '')),
  }));
  expect(rows.map(({ count }) => count)).toEqual(best);
  for (const { tag, count } of rows) expect([tag, count]).toEqual([tag, truth.get(tag)]);

  expect(await editor.counterOf('context1', 'totalReceivedRecords')).toBe(posts);
  expect(await editor.counterOf('context1', 'totalProcessedRecords')).toBe(posts);
  expect(await editor.counterOf('posts', 'out')).toBe(posts);
  expect(await editor.counterOf('tags', 'out')).toBe([...truth.values()].reduce((sum, n) => sum + n, 0));
  await editor.expectExactNumbers();

  // What print wrote for the last batch is what the table holds, in Spark's own form.
  await editor.show('Design');
  await editor.openLane('Data');
  const printed = page.getByTestId('print-print');
  await expect(printed).toContainText(/-{43}\nTime: \d+ ms\n-{43}\n/);
  const last =
    (await printed.textContent())
      ?.trimEnd()
      .split(/-{43}\nTime: \d+ ms\n-{43}\n/)
      .at(-1) ?? '';
  const pairs = rows.slice(0, 10).map(({ tag, count }) => `(${tag},${count})`);
  expect(last.split('\n').slice(0, 10)).toEqual(pairs);
});
