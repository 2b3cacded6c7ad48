import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { EditorPage } from './editor-page.ts';
import { type Product, startProduct } from './server.ts';

let product: Product;
let faults: string[];
test.beforeEach(async ({ page }) => {
  // The machine may be busy, and axe is thorough.
  test.setTimeout(180_000);
  product = await startProduct();
  faults = watch(page);
});
test.afterEach(async () => {
  await product.stop();
  expect(faults).toEqual([]);
});

/** What a page must not do: break the content policy, throw, or ask another host. */
function watch(page: Page): string[] {
  const found: string[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) found.push(message.text());
  });
  page.on('pageerror', (error) => found.push(error.message));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== product.origin) found.push(request.url());
  });
  return found;
}

/** Opens the classic agent, its text in the lane. */
async function openAgent(page: Page): Promise<EditorPage> {
  await page.goto(product.url);
  await page.getByRole('button', { name: 'Classic agent', exact: true }).click();
  await expect(page).toHaveURL(/\/flows\//);
  const editor = new EditorPage(page);
  await expect(editor.node('src')).toBeVisible();
  await editor.openLane();
  await expect(editor.laneField()).toBeVisible();
  return editor;
}

/** The line of the text, counted from 1, that sets a key. */
async function lineOf(editor: EditorPage, key: string): Promise<number> {
  const lines = (await editor.laneText()).split('\n');
  const line = lines.findIndex((one) => one.includes(`.${key} =`)) + 1;
  expect(line).toBeGreaterThan(0);
  return line;
}

test('what is typed is drawn, what is drawn is written, and the cursor stays', async ({ page }) => {
  const editor = await openAgent(page);
  const lane = editor.lane();

  await editor.typeIntoLane(
    await lineOf(editor, 'sources.src.port'),
    '\nmyagent.sources.src.max-line-length = 777',
  );
  await expect(lane.getByText('in step with the canvas')).toBeVisible();
  const cursor = lane.getByText(/^Ln \d+, Col \d+$/);
  const before = await cursor.textContent();
  await editor.node('src').click();
  const longest = editor.inspector().getByLabel('Longest line', { exact: true });
  await expect(longest).toHaveValue('777');

  // A value set in the inspector changes its own characters, a rename the lines that name the component.
  await editor.setField('Longest line', '888');
  await expect.poll(() => editor.laneText()).toContain('max-line-length = 888');
  await editor.rename('sink1', 'console');
  await expect.poll(() => editor.laneText()).toContain('myagent.sinks = console sink2');
  expect(await cursor.textContent()).toBe(before);

  // Typing goes on where it was, and undo takes back the last edit, wherever it was made.
  await editor.laneField().focus();
  await page.keyboard.type('0');
  await expect.poll(() => editor.laneText()).toContain('max-line-length = 8880');
  await page.keyboard.press('Control+Z');
  await expect.poll(() => editor.laneText()).toContain('max-line-length = 888\n');
  expect(await cursor.textContent()).toBe(before);
  await page.keyboard.press('Control+Z');
  await expect(editor.node('sink1')).toBeVisible();
  await page.keyboard.press('Control+Shift+Z');
  await expect(editor.node('console')).toBeVisible();
  await expect.poll(() => editor.laneText()).toContain('myagent.sinks = console sink2');
});

test('a text that does not parse keeps the last good graph, over tabs and a reload, until it is mended', async ({
  page,
}) => {
  const editor = await openAgent(page);
  const whole = await editor.laneText();
  const line = await lineOf(editor, 'sources.src.port');
  await editor.typeIntoLane(line, '\\u12');
  const lane = editor.lane();
  await expect(lane.getByText(new RegExp(`line ${line} does not parse`))).toBeVisible();
  await expect(page.getByText('This is the last good graph')).toBeVisible();
  await expect(lane.locator('.squiggly-error')).toBeVisible();
  await expect(editor.node('src')).toContainText('port 44444');

  await editor.openLane('Problems');
  await expect(page.getByText('This is the last good graph')).toBeVisible();
  await editor.openLane('Text');
  await expect(lane.locator('.squiggly-error')).toBeVisible();
  await page.reload();
  await expect(page.getByText('This is the last good graph')).toBeVisible();
  expect(await editor.laneText()).toContain('port = 44444\\u12');

  await expect(editor.laneField()).toBeVisible();
  await editor.typeIntoLane(line, '');
  for (let key = 0; key < 4; key++) await page.keyboard.press('Backspace');
  await expect(lane.getByText('in step with the canvas')).toBeVisible();
  await expect(page.getByText('This is the last good graph')).toHaveCount(0);
  expect(await editor.laneText()).toBe(whole);
});

test('what is wrong is marked in the text, can be jumped to from Problems and mended where it stands', async ({
  page,
}) => {
  const editor = await openAgent(page);
  const lane = editor.lane();
  const line = await lineOf(editor, 'sources.src.bind');
  await editor.typeIntoLane(line, '');
  for (let key = 0; key < 'localhost'.length; key++) await page.keyboard.press('Backspace');
  await page.keyboard.type('0.0.0.0');
  const mark = lane.locator('.squiggly-warning').first();
  await expect(mark).toBeVisible();
  await expect(lane.locator('.code-hint').first()).toContainText('listens on');

  await page.keyboard.press('Control+Home');
  await editor.openLane('Problems');
  await lane.getByRole('button', { name: 'Show in text' }).first().click();
  await expect(lane.getByText(new RegExp(`^Ln ${line}, Col `))).toBeVisible();
  await expect(editor.laneField()).toBeFocused();

  await page.keyboard.press('Control+.');
  await page.keyboard.press('Enter');
  await expect.poll(() => editor.laneText()).toContain('.bind = localhost');
  await expect(lane.locator('.squiggly-warning')).toHaveCount(0);
});

test('the editor wears the theme, is read aloud, found through and left by keys', async ({ page }) => {
  const editor = await openAgent(page);
  const background = (): Promise<string> =>
    editor
      .lane()
      .locator('.monaco-editor')
      .first()
      .evaluate((node) => getComputedStyle(node).backgroundColor);
  const key = (): Promise<string> =>
    editor
      .lane()
      .getByText('sources.src.type', { exact: true })
      .evaluate((node) => getComputedStyle(node).color);
  expect(await background()).toBe('rgb(253, 254, 254)');
  const light = await key();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(background).toBe('rgb(19, 25, 28)');
  await expect.poll(key).not.toBe(light);
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    const found = await new AxeBuilder({ page })
      .include('.lane')
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
      .analyze();
    expect(found.violations).toEqual([]);
  }

  const field = editor.laneField();
  await expect(field).toHaveAccessibleName('Text of myagent.properties');
  await field.focus();
  await page.keyboard.press('Control+F');
  await page.keyboard.type('rollCount');
  await expect(editor.lane().getByText('1 of 1')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(field).not.toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(field).toBeFocused();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Escape');
  await expect(field).not.toBeFocused();
  await field.focus();
  await page.keyboard.press('Control+K');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('the editor loads when a text is first shown, and once more when that failed', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  let isDown = true;
  await page.route(/\/assets\/open-editor-.*\.js$/, (route) => (isDown ? route.abort() : route.continue()));
  await page.goto(product.url);
  await expect(page.getByRole('button', { name: 'Classic agent', exact: true })).toBeVisible();
  expect(asked.filter((url) => url.includes('open-editor'))).toEqual([]);
  await page.getByRole('button', { name: 'Classic agent', exact: true }).click();

  const editor = new EditorPage(page);
  const alert = editor.lane().getByRole('alert');
  await expect(alert).toContainText('The text editor could not be loaded');
  await expect(editor.node('src')).toBeVisible();
  isDown = false;
  await alert.getByRole('button', { name: 'Retry' }).click();
  await expect(editor.laneField()).toBeVisible();
  expect(await editor.laneText()).toContain('myagent.sources = src');
});

test('keys and values that fit are offered while somebody types', async ({ page }) => {
  const editor = await openAgent(page);
  await editor.typeIntoLane(await lineOf(editor, 'sources.src.port'), '\nmyagent.sources.src.max');
  const offer = page.getByRole('option', { name: /^max-line-length/ });
  await expect(offer).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.type(' = 99');
  await expect.poll(() => editor.laneText()).toContain('\nmyagent.sources.src.max-line-length = 99\n');
  await expect(editor.lane().getByText('in step with the canvas')).toBeVisible();
});

test('the flow file can be read where there is no text to edit', async ({ page }) => {
  await page.goto(product.url);
  await page.getByRole('button', { name: 'Word count', exact: true }).click();
  const editor = new EditorPage(page);
  await editor.openLane();
  await expect(editor.lane().getByText('read only: edit on the canvas')).toBeVisible();
  await expect(editor.laneField()).toBeVisible();
  const text = await editor.laneText();
  expect(JSON.parse(text)).toMatchObject({ name: 'Word count' });
  await editor.typeIntoLane(1, 'x');
  expect(await editor.laneText()).toBe(text);
});
