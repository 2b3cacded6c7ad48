import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';

/** The editor as a person uses it: palette, canvas, inspector, lane, run bar. */
export class EditorPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  node(name: string): Locator {
    return this.page.getByTestId(`node-${name}`);
  }

  port(name: string, port: 'in' | 'out' | 'files'): Locator {
    return this.page.getByTestId(`port-${name}-${port}`);
  }

  /** Drags a palette row onto the canvas, at a place given as fractions of the canvas. */
  async drop(
    engine: 'Flume' | 'Storm' | 'Spark',
    title: string,
    at: { readonly x: number; readonly y: number },
  ): Promise<void> {
    const palette = this.page.getByRole('complementary', { name: 'Palette' });
    await palette
      .getByRole('radio', { name: engine })
      .or(palette.getByRole('button', { name: engine, exact: true }))
      .first()
      .click();
    const row = palette.getByRole('button', { name: new RegExp(`^${escape(title)}\\b`) }).first();
    const canvas = await this.canvasBox();
    await row.scrollIntoViewIfNeeded();
    await row.dragTo(this.canvas(), {
      targetPosition: { x: canvas.width * at.x, y: canvas.height * at.y },
    });
  }

  /** Names of the components on the canvas, in the order they were added. */
  async names(): Promise<string[]> {
    const nodes = this.page.locator('[data-testid^="node-"]');
    const ids = await nodes.evaluateAll((all) => all.map((node) => node.getAttribute('data-testid') ?? ''));
    return ids.map((id) => id.slice('node-'.length));
  }

  /** The drawn connections. */
  wires(): Locator {
    return this.page.locator('.react-flow__edge');
  }

  canvas(): Locator {
    return this.page.getByTestId('canvas');
  }

  private async canvasBox(): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await this.canvas().boundingBox();
    if (!box) throw new Error('the canvas is not on the page');
    return box;
  }

  /** Drags a wire from an output port to an input port, with real mouse moves; leaves the button up. */
  async wire(from: string, to: string): Promise<void> {
    await this.startWire(from, to);
    await this.page.mouse.up();
  }

  /** Drags a wire to a port and holds it there, so that a reason for refusing can be read. */
  async startWire(from: string, to: string): Promise<void> {
    const start = await centre(this.port(from, 'out'));
    const end = await centre(this.port(to, 'in'));
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 8 });
    await this.page.mouse.move(end.x, end.y, { steps: 8 });
  }

  /** Selects a component and sets a field of it in the inspector. */
  async set(component: string, field: string, value: string): Promise<void> {
    await this.node(component).click();
    await this.setField(field, value);
  }

  async setField(field: string, value: string): Promise<void> {
    const input = this.inspector().getByLabel(field, { exact: true });
    await input.fill(value);
    await input.blur();
  }

  inspector(): Locator {
    return this.page.getByRole('complementary', { name: 'Inspector' });
  }

  lane(): Locator {
    return this.page.getByRole('region', { name: 'Lane' });
  }

  async openLane(tab: 'Text' | 'Problems' | 'Data' | 'Log' = 'Text'): Promise<void> {
    await this.lane()
      .getByRole('tab', { name: new RegExp(`^${tab}`) })
      .click();
  }

  /** The field of the text lane that takes keys. */
  laneField(): Locator {
    return this.lane().getByRole('textbox', { name: /^Text of / });
  }

  /** The whole text of the text lane, also what is scrolled away: what Download saves. */
  async laneText(): Promise<string> {
    const download = this.page.waitForEvent('download');
    await this.lane().getByRole('button', { name: 'Download', exact: true }).click();
    return readFileSync(await (await download).path(), 'utf8');
  }

  /** Puts the cursor at the end of a line, counted from 1, by keys, and types. */
  async typeIntoLane(line: number, text: string): Promise<void> {
    await this.laneField().focus();
    await this.page.keyboard.press('Control+Home');
    for (let at = 1; at < line; at++) await this.page.keyboard.press('ArrowDown');
    await this.page.keyboard.press('End');
    await this.page.keyboard.type(text);
  }

  /** Puts a text in the place of the whole text of the lane, as pasting over everything does. */
  async replaceLaneText(text: string): Promise<void> {
    await this.laneField().focus();
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.insertText(text);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.node(from).click();
    await this.page.keyboard.press('F2');
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(to);
    await this.page.keyboard.press('Enter');
    await expect(this.node(to)).toBeVisible();
  }

  async run(): Promise<void> {
    await this.page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(this.page.getByTestId('run-state')).toHaveText(/Running|Done/);
  }

  async stop(): Promise<void> {
    await this.page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(this.page.getByTestId('run-state')).toHaveText(/Stopped|Done/);
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

async function centre(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('nothing to point at');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
