import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { EditorPage } from './editor-page.ts';
import { freePort, type Product, startProduct } from './server.ts';

let product: Product;
test.beforeAll(async () => {
  product = await startProduct();
});
test.afterAll(async () => {
  await product.stop();
});

test('the classic agent, drawn with the mouse, takes lines over TCP and gives them to a logger and to files', async ({
  page,
}) => {
  const editor = new EditorPage(page);
  const port = await freePort();
  await page.goto(product.url);
  await page.getByRole('button', { name: 'New flow' }).first().click();
  await expect(page).toHaveURL(/\/flows\//);

  await editor.drop('Flume', 'netcat', { x: 0.15, y: 0.5 });
  await editor.drop('Flume', 'memory', { x: 0.42, y: 0.25 });
  await editor.drop('Flume', 'memory', { x: 0.42, y: 0.7 });
  await editor.drop('Flume', 'logger', { x: 0.72, y: 0.25 });
  await editor.drop('Flume', 'hdfs', { x: 0.72, y: 0.7 });
  const [source, first, second, logger, hdfs] = await editor.names();
  for (const [from, to] of [
    [source, 'src'],
    [first, 'chan1'],
    [second, 'chan2'],
    [logger, 'sink1'],
    [hdfs, 'sink2'],
  ] as const) {
    await editor.rename(from ?? '', to);
  }

  // A source feeds channels only: the wire is refused while it is held, with the reason.
  await editor.startWire('src', 'sink1');
  await expect(page.getByTestId('refusal')).toContainText('src is a source and sink1 is a sink');
  await page.mouse.up();
  await expect(editor.wires()).toHaveCount(0);

  await editor.wire('src', 'chan1');
  await editor.wire('src', 'chan2');
  await editor.wire('chan1', 'sink1');
  await editor.wire('chan2', 'sink2');
  await expect(editor.wires()).toHaveCount(4);

  await editor.set('src', 'Port', String(port));
  await editor.set('sink2', 'Path', 'data/telnet');
  await editor.inspector().getByLabel('File type', { exact: true }).selectOption('DataStream');
  await editor.setField('After count', '2');
  await expect.poll(() => editor.laneText()).toMatch(/\.sinks\.sink2\.hdfs\.rollCount = 2/);

  await editor.run();
  const lines = ['hello sluice', 'second', 'third', 'fourth'];
  expect(await sendLines(port, lines)).toBe('OK\n'.repeat(lines.length));

  await editor.openLane('Data');
  const printed = page.getByTestId('print-sink1').first();
  await expect(printed).toContainText('fourth');
  await expect(printed).toContainText(
    'Event: { headers:{} body: 68 65 6C 6C 6F 20 73 6C 75 69 63 65             hello sluice }',
  );
  const directory = join(product.project, 'data', 'telnet');
  // As in Flume, a full file rolls before the next event; the last one closes when the sink stops.
  await expect.poll(() => contents(directory)).toEqual(['hello sluice\nsecond\n']);
  await editor.stop();
  await expect.poll(() => contents(directory)).toEqual(['hello sluice\nsecond\n', 'third\nfourth\n']);

  // Undo takes back the last edits one by one, redo brings them again.
  await editor.openLane('Text');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => editor.laneText()).not.toMatch(/rollCount = 2/);
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect.poll(() => editor.laneText()).toMatch(/rollCount = 2/);
});

/** The closed files of a directory, in order. */
function contents(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => !name.endsWith('.tmp'))
    .sort()
    .map((name) => readFileSync(join(directory, name), 'utf8'));
}

/** Sends lines as `nc` would and gives everything answered, one answer a line. */
function sendLines(port: number, lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(lines.map((line) => `${line}\n`).join('')));
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      answer += String(chunk);
      if (answer.split('\n').length > lines.length) socket.end();
    });
    socket.on('close', () => resolve(answer));
  });
}
