import { readFileSync } from 'node:fs';
import { type Download, expect, type Page, test } from '@playwright/test';
import { EditorPage } from './editor-page.ts';
import { Remote } from './remote.ts';
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

test('the text follows the canvas, and the canvas the text', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const flow = await remote.example('access-log-multiplexing');
  await remote.open(page, `/flows/${flow}`);
  const editor = new EditorPage(page);
  await editor.openLane('Text');

  // An edit on the canvas changes its lines and no others.
  const before = (await editor.laneText()).split('\n');
  await editor.set('failures', 'New file every', '60');
  await expect.poll(() => editor.laneText()).toContain('weblog.sinks.failures.sink.rollInterval = 60');
  const after = (await editor.laneText()).split('\n');
  expect(after.filter((line) => !before.includes(line))).toEqual([
    'weblog.sinks.failures.sink.rollInterval = 60',
  ]);
  await editor.rename('discard', 'away');
  await expect.poll(() => editor.laneText()).toContain('weblog.sinks.away.type = null');

  // An edit of the text changes the canvas: a value, and a component more.
  const line = (await editor.laneText()).split('\n').indexOf('weblog.channels.failed.capacity = 1000') + 1;
  await editor.typeIntoLane(line, '0');
  await expect.poll(() => flowText(flow)).toContain('"capacity":10000');
  await editor.node('failed').click();
  await expect(editor.inspector().getByLabel('Capacity', { exact: true })).toHaveValue('10000');
  const wider = (await editor.laneText())
    .replace('weblog.sinks = away failures', 'weblog.sinks = away failures seen')
    .concat('weblog.sinks.seen.type = logger\nweblog.sinks.seen.channel = served\n');
  expect(wider).toContain(' seen\n');
  await editor.replaceLaneText(wider);
  await expect(editor.node('seen')).toBeVisible();

  // Copy and both downloads give the bytes that stand there.
  const shown = await editor.laneText();
  expect(shown).toBe(wider);
  await editor.lane().getByRole('button', { name: 'Copy', exact: true }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(shown);
  expect(await exported(page)).toBe(shown);
  // One undo takes back the whole text that was pasted over.
  await editor.canvas().getByRole('button', { name: 'Undo' }).click();
  await expect(editor.node('seen')).toBeHidden();
  await expect.poll(() => editor.laneText()).not.toContain('seen');
});

test('a broken text keeps the last good flow and says where it is broken', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const flow = await remote.example('classic-agent');
  await remote.open(page, `/flows/${flow}`);
  const editor = new EditorPage(page);
  await editor.openLane('Text');
  await expect(editor.node('sink2')).toBeVisible();
  const good = await editor.laneText();
  await editor.replaceLaneText(`${good}a1.sinks.sink2.hdfs.filePrefix = C:\\users\n`);
  const line = good.split('\n').length;
  await expect(editor.lane().getByRole('status')).toContainText(
    `showing the last good graph, line ${line} does not parse`,
  );
  for (const name of ['chan1', 'chan2', 'sink1', 'sink2']) await expect(editor.node(name)).toBeVisible();
  expect(JSON.stringify(await remote.get(`/flows/${flow}`))).not.toContain('filePrefix');
  await editor.replaceLaneText(`${good}a1.sinks.sink2.hdfs.filePrefix = C:\\\\users\n`);
  await expect(editor.lane().getByRole('status')).toContainText('in step with the canvas');
  await expect.poll(() => flowText(flow)).toContain('C:\\\\\\\\users');
  // What would make the page stand still is not even taken into the editor.
  const before = await editor.laneText();
  await copyEndless(page);
  await editor.laneField().focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+V');
  await expect(page.getByText('The text was not pasted. It is larger than 5 MB.')).toBeVisible();
  expect(await editor.laneText()).toBe(before);
});

test('a .properties file with components nobody here knows is drawn, kept and given back byte for byte', async ({
  page,
}) => {
  await remote.open(page, '/');
  await page.getByRole('button', { name: 'Open .properties' }).first().click();
  await page.locator('input[type="file"]').setInputFiles({
    name: 'edge.properties',
    mimeType: 'text/plain',
    buffer: Buffer.from(odd),
  });
  await expect(page).toHaveURL(/\/flows\/edge/);
  const editor = new EditorPage(page);
  for (const name of ['tail', 'nc', 'disk', 'own', 'out']) await expect(editor.node(name)).toBeVisible();
  await expect(editor.wires()).toHaveCount(4);
  await expect(editor.node('own')).toHaveClass(/\bunknown\b/);
  await expect(editor.node('own')).toContainText('org.example.OwnSink, which cannot run here');
  // What is not known stands beside what is.
  await editor.node('nc').click();
  await expect(editor.inspector()).toContainText('frobnicate');
  await editor.openLane('Text');
  expect(await editor.laneText()).toBe(odd);
  expect(await exported(page)).toBe(odd);
  // A change touches its own line, all others stay as they were, to the last blank.
  await editor.setField('Port', '5555');
  const changed = odd.replace('edge.sources.nc.port =   4444', 'edge.sources.nc.port =   5555');
  await expect.poll(() => editor.laneText()).toBe(changed);
  expect(await exported(page)).toBe(changed);
  await editor.canvas().getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => editor.laneText()).toBe(odd);
});

test('pasting a text on the home page opens it as a flow', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await remote.open(page, '/');
  await expect(page.getByRole('heading', { name: 'Flows', exact: true })).toBeVisible();
  await page.evaluate((text) => navigator.clipboard.writeText(text), odd);
  await page.keyboard.press('Control+V');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox')).toHaveValue(/edge\.sinks\.own\.type/);
  await dialog.getByRole('button', { name: 'Open as flow' }).click();
  await expect(new EditorPage(page).node('own')).toBeVisible();
});

test('hostile texts are refused with a sentence, and the page goes on', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await remote.open(page, '/');
  await expect(page.getByRole('heading', { name: 'Flows', exact: true })).toBeVisible();
  await copyEndless(page);
  await page.keyboard.press('Control+V');
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('It is larger than 5 MB');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Open .properties' }).first().click();
  const dialog = page.getByRole('dialog');
  const file = page.locator('input[type="file"]');
  const open = async (name: string, buffer: Buffer): Promise<void> => {
    await file.setInputFiles({ name, mimeType: 'text/plain', buffer });
  };
  // A megabyte in one line is read by nobody; 100 MB are not even looked at.
  await open('long.properties', Buffer.from(`a1.sources = r1\n# ${'x'.repeat(1_000_000)}`));
  await expect(dialog.getByRole('alert')).toContainText('at most 1,000,000 are read');
  await setHugeFile(page, 100_000_000);
  await expect(dialog.getByRole('alert')).toContainText(
    'huge.properties was not opened. It is larger than 5 MB.',
  );
  await open('photo.properties', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 255]));
  await expect(dialog.getByRole('alert')).toContainText('photo.properties is not a text file');
  await open('latin.properties', Buffer.from('a1.sources = r1\n# caf\u00e9\n', 'latin1'));
  await expect(dialog.getByRole('alert')).toContainText('latin.properties is not UTF-8: line 2');
  await open('broken.properties', Buffer.from('a1.sources = r1\na1.sources.r1.bind = \\u12\n'));
  await expect(dialog.getByRole('alert')).toContainText('Line 2: Malformed');
  await open('letter.properties', Buffer.from('Dear Sir or Madam,\n'));
  await expect(dialog.getByRole('alert')).toContainText('neither a saved flow nor a Flume properties file');
  await open('fine.properties', Buffer.from(odd));
  await expect(new EditorPage(page).node('own')).toBeVisible();
});

/** An agent as people write them: odd line ends, blanks and separators, comments, types from elsewhere. */
const odd = [
  '# the edge agent \\',
  '\tedge.sources=tail   nc',
  'edge.channels :  disk',
  'edge.sinks own out',
  '',
  'edge.sources.tail.type = org.apache.flume.source.taildir.TaildirSource',
  'edge.sources.tail.filegroups.f1 = /var/log/.*\\\\.log',
  'edge.sources.tail.channels = disk',
  '! another comment',
  'edge.sources.nc.type = netcat',
  'edge.sources.nc.bind = 127.0.0.1',
  'edge.sources.nc.port =   4444',
  'edge.sources.nc.frobnicate = on \\',
  '    and on',
  'edge.sources.nc.channels = disk',
  'edge.channels.disk.type = org.example.DiskChannel',
  'edge.channels.disk.dataDirs = /a,\\u002Fb',
  'edge.sinks.own.type = org.example.OwnSink',
  'edge.sinks.own.channel = disk   ',
  'edge.sinks.own.secret\\ key:\tx',
  'edge.sinks.out.type = logger',
  'edge.sinks.out.channel = disk',
  'edge.sinkgroups = g1',
  'edge.sinkgroups.g1.sinks = own out',
  'other.thing = 1',
  '',
  '',
].join('\r\n');

/** Puts a line of 6 MB on the clipboard. */
function copyEndless(page: Page): Promise<void> {
  return page.evaluate(() => navigator.clipboard.writeText(`a1.sources = ${'x'.repeat(6_000_000)}`));
}

/** The document of a flow as the server has it. */
async function flowText(flow: string): Promise<string> {
  return JSON.stringify((await remote.get<{ flow: unknown }>(`/flows/${flow}`)).flow);
}

/** What the export menu downloads. */
async function exported(page: Page): Promise<string> {
  const download: Promise<Download> = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /^Download \.properties/ }).click();
  return readFileSync(await (await download).path(), 'utf8');
}

/** Gives the file field a file that is too large to be handed over by a test. */
async function setHugeFile(page: Page, size: number): Promise<void> {
  await page.locator('input[type="file"]').evaluate((field, length) => {
    const files = new DataTransfer();
    files.items.add(new File([new Uint8Array(length)], 'huge.properties', { type: 'text/plain' }));
    (field as HTMLInputElement).files = files.files;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }, size);
}
