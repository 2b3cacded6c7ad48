import { expect, type Page, test } from '@playwright/test';
import { EditorPage } from './editor-page.ts';
import { type Product, startProduct } from './server.ts';

let product: Product;
test.beforeAll(async () => {
  product = await startProduct();
});
test.afterAll(async () => {
  await product.stop();
});

/** Presses keys one after the other. */
async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** The name of the node that has the focus. */
function focused(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const node = document.activeElement?.querySelector('[data-testid^="node-"]');
    return node?.getAttribute('data-testid')?.slice('node-'.length);
  });
}

/** Where the nodes stand, by name. */
function places(page: Page): Promise<{ readonly [name: string]: string }> {
  return page
    .locator('.react-flow__node-component')
    .evaluateAll((all) =>
      Object.fromEntries(
        all.map((node) => [
          node.querySelector('[data-testid^="node-"]')?.getAttribute('data-testid') ?? '',
          (node as HTMLElement).style.transform,
        ]),
      ),
    );
}

test('a flow is drawn, changed and taken back without a mouse', async ({ page }) => {
  const editor = new EditorPage(page);
  const nodes = page.locator('[data-testid^="node-"]');
  const chosen = page.locator('.node.selected');
  await page.goto(product.url);
  await expect(page.getByRole('button', { name: /^Run / }).first()).toBeVisible();
  await press(page, 'n');
  await expect(page.getByText('Nothing flows yet')).toBeVisible();
  await expect(page.getByText('No problems')).toBeVisible();

  // The palette: what is typed is found, Enter adds the first one, and the field is ready for the next.
  await press(page, '/');
  const search = page.getByRole('textbox', { name: 'Find a component' });
  for (const [count, word] of ['seq', 'memory', 'logger'].entries()) {
    await expect(search).toBeFocused();
    await page.keyboard.type(word);
    await press(page, 'Enter');
    await expect(nodes).toHaveCount(count + 1);
    await press(page, 'Control+A', 'Delete');
  }
  // Each stood beside the one before and was connected to it.
  await expect(editor.wires()).toHaveCount(2);
  await press(page, 'Escape');
  await expect.poll(() => focused(page)).toBeDefined();

  // From node to node with the arrows; F2 renames.
  await press(page, 'ArrowLeft', 'ArrowLeft', 'ArrowLeft');
  for (const name of ['numbers', 'buffer', 'out']) {
    await press(page, 'F2', 'Control+A');
    await page.keyboard.type(name);
    await press(page, 'Enter');
    await expect(editor.node(name)).toBeVisible();
    await expect.poll(() => focused(page)).toBe(name);
    await press(page, 'ArrowRight');
  }
  expect((await editor.names()).sort()).toEqual(['buffer', 'numbers', 'out']);

  // A wire: Tab reaches it and Delete takes it away; C begins one at the focused node, Enter ends it.
  await page.locator('.react-flow__edge').last().focus();
  await press(page, 'Delete');
  await expect(editor.wires()).toHaveCount(1);
  await editor.node('buffer').locator('xpath=ancestor::*[contains(@class,"react-flow__node")][1]').focus();
  await press(page, 'c');
  await expect(page.getByRole('status').filter({ hasText: 'Connect to out, 1 of 1' })).toBeAttached();
  await press(page, 'Escape');
  await expect(editor.wires()).toHaveCount(1);
  await press(page, 'c', 'Enter');
  await expect(editor.wires()).toHaveCount(2);
  await expect.poll(() => focused(page)).toBe('out');
  await expect(page.getByText('No problems')).toBeVisible();

  // The menu of a node: arrows, Home and End move in it, Escape gives the focus back to the node.
  await page.locator('.react-flow__node:focus').dispatchEvent('contextmenu', { clientX: 300, clientY: 300 });
  await expect(page.getByRole('menuitem', { name: 'Connect to …' })).toBeFocused();
  await press(page, 'End');
  await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeFocused();
  await press(page, 'ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Connect to …' })).toBeFocused();
  await press(page, 'Escape');
  await expect.poll(() => focused(page)).toBe('out');

  // Moved by the grid; all of it is one step back.
  const before = await places(page);
  await press(page, 'Shift+ArrowDown', 'Shift+ArrowDown');
  await expect.poll(() => places(page)).not.toEqual(before);
  await press(page, 'Control+z');
  await expect.poll(() => places(page)).toEqual(before);
  await press(page, 'Control+Shift+z');
  await expect.poll(() => places(page)).not.toEqual(before);
  await press(page, 'Control+z');

  // Delete and back again; duplicate; copy and paste; select all, select nothing.
  await press(page, 'Delete');
  await expect(nodes).toHaveCount(2);
  await press(page, 'Control+z');
  await expect(nodes).toHaveCount(3);
  await press(page, 'Control+d');
  await expect(nodes).toHaveCount(4);
  await expect(chosen).toHaveCount(1);
  await press(page, 'Control+a');
  await expect(chosen).toHaveCount(4);
  await press(page, 'Control+c', 'Control+v');
  await expect(nodes).toHaveCount(8);
  await expect(chosen).toHaveCount(4);
  await press(page, 'Control+z', 'Control+z');
  await expect(nodes).toHaveCount(3);
  await press(page, 'Escape');
  await expect(chosen).toHaveCount(0);

  // Enter goes to the settings of the chosen node, and its tabs go with the arrows.
  await press(page, 'ArrowRight');
  await expect(chosen).toHaveCount(1);
  await press(page, 'Enter');
  const tab = (name: string) => editor.inspector().getByRole('tab', { name });
  await expect(tab('Config')).toBeFocused();
  await press(page, 'ArrowRight', 'End');
  await expect(tab('Docs')).toBeFocused();
  await expect(tab('Docs')).toHaveAttribute('aria-selected', 'true');
  await press(page, 'Home');
  await expect(tab('Config')).toHaveAttribute('aria-selected', 'true');

  // The lines between the panels.
  const splitter = page.getByRole('separator', { name: 'Width of the palette' });
  await splitter.focus();
  await press(page, 'End');
  await expect(splitter).toHaveAttribute('aria-valuenow', '320');
  await press(page, 'ArrowLeft');
  await expect(splitter).toHaveAttribute('aria-valuenow', '304');
  await press(page, 'Enter');

  // What keys there are stands in a list, and a run starts and stops with keys too.
  await press(page, 'Shift+Slash');
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(list).toContainText('Connect selected to');
  await expect(list).toContainText('Go to the nearest component');
  await press(page, 'Escape');
  await expect(list).toHaveCount(0);
  await press(page, 'Control+Enter');
  await expect(page.getByTestId('run-state')).toHaveText(/Running/);
  await press(page, 'Control+Shift+Enter');
  // What waits in the channel at that moment decides whether the page asks; the keys answer.
  const state = page.getByTestId('run-state');
  const question = page.getByRole('dialog', { name: /^Stop with/ });
  await expect(question.or(state.filter({ hasText: /Stopping|Stopped|Done/ })).first()).toBeVisible();
  if (await question.isVisible()) {
    await question.getByRole('radio', { name: /^Drain first/ }).focus();
    await press(page, 'Tab', 'Tab', 'Enter');
  }
  await expect(state).toHaveText(/Stopped|Done/);
});
