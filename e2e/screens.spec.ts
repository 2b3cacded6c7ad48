import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { EditorPage } from './editor-page.ts';
import { Screens } from './screens.ts';
import { type Product, startProduct } from './server.ts';

// Most of the time goes to axe: half a second a screen on a machine with nothing else to do.
test.describe.configure({ timeout: 300_000 });

let product: Product;
let session: Awaited<ReturnType<BrowserContext['storageState']>>;

test.beforeAll(async ({ browser }) => {
  product = await startProduct();
  // The address works once; the tests share the session it gave.
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(product.url);
  await expect(page).toHaveURL(`${product.origin}/`);
  session = await context.storageState();
  await context.close();
});
test.afterAll(async () => {
  await product.stop();
});

let page: Page;
let screens: Screens;
test.beforeEach(async ({ browser }) => {
  const context = await browser.newContext({
    storageState: session,
    viewport: { width: 1440, height: 900 },
  });
  page = await context.newPage();
  screens = new Screens(page, product.origin);
});
test.afterEach(async () => {
  await page.context().close();
});

async function openExample(title: string): Promise<EditorPage> {
  await page.goto(product.origin);
  await page.getByRole('button', { name: title, exact: true }).click();
  await expect(page).toHaveURL(/\/flows\//);
  await expect(page.locator('.react-flow__node').first()).toBeVisible();
  return new EditorPage(page);
}

async function openDashboard(): Promise<void> {
  await page.getByRole('link', { name: 'Dashboard' }).click();
  await expect(page.locator('.uplot').first()).toBeVisible();
}

test('home, its lists and its dialogs', async () => {
  await page.goto(product.origin);
  await expect(page.getByRole('button', { name: /^Run / }).first()).toBeVisible();
  await screens.look('home');

  await page.getByRole('button', { name: 'Open .properties' }).click();
  await screens.look('import');
  await page.getByRole('textbox', { name: 'Text of the file' }).fill('a1.sources = r1');
  await page.getByRole('button', { name: 'Open as flow' }).click();
  await expect(page).toHaveURL(/\/flows\//);
  await page.goto(`${product.origin}/flows`);
  await expect(page.getByRole('table')).toBeVisible();
  await screens.look('flows');
  for (const place of ['Runs', 'Data sets', 'Components']) {
    await page
      .getByRole('navigation', { name: 'Project' })
      .getByRole('link', { name: new RegExp(`^${place}`) })
      .click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(place);
    await screens.look(place.toLowerCase().replace(' ', '-'));
  }
  await page.keyboard.press('Shift+Slash');
  await expect(page.getByRole('dialog')).toBeVisible();
  await screens.look('shortcuts');
  expect(screens.errors).toEqual([]);
});

test('an empty canvas', async () => {
  await page.goto(product.origin);
  await page.getByRole('button', { name: 'New flow' }).first().click();
  await expect(page.getByText('Nothing flows yet')).toBeVisible();
  await screens.look('editor-empty');
  expect(screens.errors).toEqual([]);
});

for (const { engine, title, component, hasData } of [
  { engine: 'flume', title: 'Access log by status', component: 'requests', hasData: false },
  { engine: 'storm', title: 'Word count', component: 'count', hasData: true },
  { engine: 'spark', title: 'Top hashtags', component: 'counts', hasData: true },
] as const) {
  test(`the editor and the dashboard of a ${engine} flow`, async () => {
    const editor = await openExample(title);
    await screens.look(`${engine}-design`);
    await editor.node(component).click();
    await screens.look(`${engine}-component`);
    await editor.run();
    await expect(page.locator('.canvas.is-live')).toBeVisible();
    if (hasData) {
      await editor.openLane('Data');
      await expect(editor.lane().getByRole('tabpanel')).not.toContainText('No data yet');
    }
    await screens.look(`${engine}-running`);
    await openDashboard();
    await screens.look(`${engine}-dashboard`);
    await editor.stop();
    await screens.look(`${engine}-dashboard-over`);
    expect(screens.errors).toEqual([]);
  });
}

test('what is selected, the lanes and the menus', async () => {
  const editor = await openExample('Access log by status');
  await page.locator('.react-flow__edge').first().focus();
  await page.keyboard.press('Enter');
  await screens.look('connection');
  // Without the wire something is wrong, and the page says what.
  await page.keyboard.press('Delete');
  await editor.openLane('Problems');
  await expect(editor.lane().getByRole('listitem').first()).toBeVisible();
  await screens.look('lane-problems');
  await editor.openLane('Plan');
  await expect(editor.lane().getByText('No plan')).toBeVisible();
  await screens.look('lane-no-plan');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Undo: Delete connection' }).click();
  await expect(page.getByText('No problems').first()).toBeVisible();
  await page.locator('.frame-head').first().click();
  await screens.look('system');
  for (const lane of ['Plan', 'Data', 'Log'] as const) {
    await editor.openLane(lane);
    await screens.look(`lane-${lane.toLowerCase()}`);
  }
  await page.getByRole('button', { name: 'Export' }).click();
  await screens.look('menu-export');
  await page.keyboard.press('Escape');
  await editor.node('requests').click({ button: 'right' });
  await screens.look('menu-component');
  await page.keyboard.press('Escape');
  await editor.canvas().click({ button: 'right', position: { x: 420, y: 400 } });
  await expect(page.getByRole('menuitem', { name: 'Select all' })).toBeVisible();
  await screens.look('menu-canvas');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await screens.look('command-palette');
  expect(screens.errors).toEqual([]);
});

test('a stop that would lose events asks first, and can drain', async () => {
  // With a file where its directory should be, the sink does not start and its channel fills.
  const directory = join(product.project, 'data', 'access-log-multiplexing');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(join(product.project, 'data'), { recursive: true });
  writeFileSync(directory, '');
  const editor = await openExample('Access log by status');
  await editor.run();
  await editor.node('failed').click();
  await expect(editor.metric('ChannelSize')).toHaveText(/^[1-9]/);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  const question = page.getByRole('dialog', { name: /^Stop with [1-9]/ });
  await expect(question).toBeVisible();
  await screens.look('stop-question');
  await question.getByRole('button', { name: 'Drain and stop' }).click();
  await expect(page.getByText(/^Draining, at most .* left$/).first()).toBeVisible();
  await screens.look('draining');
  rmSync(directory);
  await expect(page.getByTestId('run-state')).toHaveText(/Stopped/);
  await expect(page.getByText(/^Stopped with/)).toHaveCount(0);
  expect(screens.errors).toEqual([]);
});

test('what stays listed, what is not there, and who is not signed in', async ({ browser }) => {
  // What the tests before have left: flows and runs in lists.
  await page.goto(product.origin);
  await expect(page.getByRole('button', { name: /^Run / }).first()).toBeVisible();
  await screens.look('home-flows');
  await page.goto(`${product.origin}/runs`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Runs');
  await screens.look('runs-listed');
  expect(screens.errors).toEqual([]);
  // Smaller than the layout goes, the page scrolls.
  await page.setViewportSize({ width: 1024, height: 600 });
  await page.mouse.move(500, 30);
  await page.mouse.wheel(300, 0);
  await expect.poll(() => page.evaluate(() => window.scrollX)).toBeGreaterThan(100);
  await screens.look('runs-small');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${product.origin}/nowhere`);
  await screens.look('not-found');
  await page.goto(`${product.origin}/flows/no-such-flow`);
  await expect(page.getByRole('alert')).toBeVisible();
  await screens.look('cannot-open');

  const stranger = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const out = await stranger.newPage();
  const signedOut = new Screens(out, product.origin);
  await out.goto(product.origin);
  await expect(out.getByText('not signed in').first()).toBeVisible();
  await signedOut.look('signed-out');
  await stranger.close();
});
