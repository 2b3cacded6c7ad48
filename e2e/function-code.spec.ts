import { expect, test } from '@playwright/test';
import { EditorPage } from './editor-page.ts';
import { type Product, startProduct } from './server.ts';

let product: Product;
test.beforeEach(async () => {
  // TypeScript starts in a worker, on a machine that may be busy.
  test.setTimeout(180_000);
  product = await startProduct();
});
test.afterEach(async () => {
  await product.stop();
});

test('a function knows the record that arrives: its fields are offered, a wrong type is marked until it is right', async ({
  page,
}) => {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) faults.push(message.text());
  });
  const scripts: string[] = [];
  page.on('request', (request) => scripts.push(request.url()));
  await page.goto(product.url);
  await page.getByRole('button', { name: 'Word count with a function', exact: true }).click();
  const editor = new EditorPage(page);
  await expect(editor.node('split')).toBeVisible();
  // The worker, a megabyte, is for those who write code.
  expect(scripts.filter((url) => url.includes('typescript'))).toEqual([]);
  await editor.node('split').click();
  const code = editor.inspector().getByRole('textbox', { name: 'Code', exact: true });
  const squiggles = editor.inspector().locator('.squiggly-error');
  const write = async (text: string): Promise<void> => {
    await code.focus();
    await page.keyboard.press('Control+A');
    // Pasted: what is typed gets its closing brackets by itself.
    await code.evaluate((field, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  };

  await write('(tuple, emit) => {\n  emit(tuple.');
  await page.keyboard.press('Control+Space');
  const offer = page.locator('.suggest-widget').getByRole('option', { name: /^sentence/ });
  await expect(offer).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Enter');
  await expect(editor.inspector().locator('.view-lines')).toContainText('emit(tuple.sentence');

  // The bolt of the example declares `word: string`.
  await write('(tuple, emit) => {\n  emit(tuple.sentence.length);\n}');
  await expect(squiggles).toHaveCount(1, { timeout: 60_000 });
  await page.keyboard.press('F8');
  const words = page.locator('.marker-widget');
  await expect(words).toContainText("'number' is not assignable to parameter of type 'string'");
  await page.keyboard.press('Escape');
  await expect(words).toHaveCount(0);
  await write('(tuple, emit) => {\n  emit(tuple.sentence);\n}');
  await expect(squiggles).toHaveCount(0);

  // What the compiler says stands at its place as well.
  await write('(tuple, emit) => {\n  emit(tuple.sentence));\n}');
  await expect(squiggles).toHaveCount(1);
  await expect(editor.inspector().locator('.code-hint')).toContainText('cannot be read');
  await write('(tuple, emit) => {\n  emit(tuple.sentence);\n}');
  await expect(squiggles).toHaveCount(0);
  expect(faults).toEqual([]);
});
