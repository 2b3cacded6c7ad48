import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { type Product, startProduct } from './server.ts';

let product: Product;
test.beforeAll(async () => {
  product = await startProduct();
});
test.afterAll(async () => {
  await product.stop();
});

test('a newcomer opens the address, sees the demo flows, runs one with one click and numbers move', async ({
  page,
}) => {
  const foreign: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== product.origin) foreign.push(request.url());
  });
  page.on('pageerror', (error) => errors.push(error.message));

  await page.goto(product.url);
  await expect(page).toHaveURL(`${product.origin}/`);
  const examples = page
    .getByRole('region', { name: 'Examples' })
    .or(page.locator('[aria-label="Examples"]'))
    .first();
  await expect(examples.getByRole('button', { name: /^Run / }).first()).toBeVisible();
  expect(await examples.getByRole('button', { name: /^Run / }).count()).toBeGreaterThanOrEqual(7);
  const home = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  expect(home.violations).toEqual([]);

  await examples.getByRole('button', { name: 'Run Word count', exact: true }).click();
  await expect(page).toHaveURL(/\/flows\//);
  await expect(page.getByTestId('run-state')).toHaveText(/Running/);
  const run = page.getByRole('region', { name: 'Run', exact: true });
  await expect(run).toContainText(/emitted\s*[1-9]/i);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByTestId('run-state')).toHaveText(/Stopped/);
  expect(foreign).toEqual([]);
  expect(errors).toEqual([]);
});

test('the address works once', async ({ request }) => {
  const again = await request.get(product.url, { maxRedirects: 0 });
  expect(again.status()).toBe(401);
});

test('the whole graph of an example is drawn, in light and dark', async ({ page, context }) => {
  const second = await startProduct();
  try {
    await page.goto(second.url);
    await page.getByRole('button', { name: /^Run Classic agent/ }).click();
    for (const name of ['chan1', 'chan2', 'sink1', 'sink2']) {
      await expect(page.getByTestId(`node-${name}`)).toBeVisible();
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.getByTestId('node-sink2')).toBeVisible();
    expect(context.pages()).toHaveLength(1);
  } finally {
    await second.stop();
  }
});
