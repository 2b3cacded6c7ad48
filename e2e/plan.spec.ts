import { expect, test } from '@playwright/test';
import { EditorPage } from './editor-page.ts';
import { type Product, startProduct } from './server.ts';

let product: Product;
test.beforeEach(async () => {
  product = await startProduct();
});
test.afterEach(async () => {
  await product.stop();
});

test('the plan follows the drawing, leads to components, and says why there is none', async ({ page }) => {
  const editor = new EditorPage(page);
  await page.goto(product.url);
  await page.getByRole('button', { name: 'Word count', exact: true }).click();
  await expect(page.locator('.react-flow__node').first()).toBeVisible();
  await editor.openLane('Plan');
  const lane = editor.lane();
  const row = (component: string) => lane.getByRole('listitem').filter({ hasText: component });
  await expect(row('split')).toContainText('internWords');
  await expect(row('split')).toContainText('gives each its number in one pass');
  await expect(lane).toContainText('2 tasks in 2 executors');

  // By the keyboard: a row leads to its component, and shows that it is selected.
  await row('split').getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(row('split').getByRole('button')).toHaveAttribute('aria-current', 'true');
  await expect(editor.inspector()).toContainText('split');

  // Where words go on as records they are not numbered any more, and the plan says so as soon as it is drawn.
  await editor.setField('Executors', '3');
  await expect(lane).toContainText('3 tasks in 3 executors');
  await editor.selectWire('split', 'count');
  await page.keyboard.press('Delete');
  await expect(lane).toContainText('No plan');
  await lane.getByRole('button', { name: 'Show problems' }).click();
  await expect(lane.getByRole('tab', { name: /^Problems/ })).toHaveAttribute('aria-selected', 'true');
  await editor.openLane('Plan');
  await page.getByRole('button', { name: 'Undo: Delete connection' }).click();
  await expect(row('split')).toContainText('internWords');
});
