import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';

/** The editor as a person uses it: palette, canvas, inspector, lane, run bar. */
export class EditorPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Makes an empty flow from the page that is open. */
  async begin(): Promise<void> {
    await this.page.getByRole('button', { name: 'New flow' }).first().click();
    await expect(this.page).toHaveURL(/\/flows\//);
    await expect(this.canvas()).toBeVisible();
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
      .getByRole('group', { name: 'Engine' })
      .getByRole('button', { name: new RegExp(`^${engine}\\b`) })
      .click();
    const row = palette.getByRole('button', { name: title, exact: true }).and(palette.locator('.pitem'));
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
    await this.startWireTo(from, this.port(to, 'in'));
  }

  /** Drags a wire to anything on the canvas and holds it there. */
  async startWireTo(from: string, to: Locator): Promise<void> {
    const start = await centre(this.port(from, 'out'));
    const end = await centre(to);
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 8 });
    await this.page.mouse.move(end.x, end.y, { steps: 8 });
  }

  /** Selects the connection between two components with a click on its line. */
  async selectWire(from: string, to: string): Promise<void> {
    const ends = [await centre(this.port(from, 'out')), await centre(this.port(to, 'in'))] as const;
    const at = await this.page.locator('.react-flow__edge path[id]').evaluateAll((paths, [start, end]) => {
      for (const path of paths as SVGPathElement[]) {
        const matrix = path.getScreenCTM();
        if (!matrix) continue;
        const length = path.getTotalLength();
        const place = (along: number): { x: number; y: number } => {
          const { x, y } = path.getPointAtLength(along).matrixTransform(matrix);
          return { x, y };
        };
        const isNear = (p: { x: number; y: number }, q: { x: number; y: number }): boolean =>
          Math.hypot(p.x - q.x, p.y - q.y) < 24;
        // Past the middle an edge is its own: edges of one output share their first part.
        if (isNear(place(0), start) && isNear(place(length), end)) return place(length * 0.7);
      }
      return undefined;
    }, ends);
    if (!at) throw new Error(`no wire from ${from} to ${to}`);
    await this.page.mouse.click(at.x, at.y);
  }

  /** Selects a system box with a click on its header. */
  async selectSystem(name: string): Promise<void> {
    await this.page.getByTestId(`system-${name}`).locator('.frame-head .kind').click();
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

  /** The row of a field in the inspector: label, control, what is wrong with it and the way out. */
  field(label: string): Locator {
    return this.inspector()
      .locator('.frow')
      .filter({ has: this.page.getByLabel(label, { exact: true }) });
  }

  /** Opens a tab of the inspector. */
  async inspect(tab: 'Config' | 'Metrics' | 'Data' | 'Docs'): Promise<void> {
    await this.inspector().getByRole('tab', { name: tab }).click();
  }

  /** A number of the selected thing in the inspector, by the engine's name for it. */
  metric(name: string): Locator {
    return this.inspector().getByTestId(`metric-${name}`);
  }

  inspector(): Locator {
    return this.page.getByRole('complementary', { name: 'Inspector' });
  }

  lane(): Locator {
    return this.page.getByRole('region', { name: 'Lane' });
  }

  async openLane(tab: 'Text' | 'Problems' | 'Plan' | 'Data' | 'Log' = 'Text'): Promise<void> {
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

  /** Starts a run and waits until the page shows it, and no longer the one before. */
  /** Changes between the drawing and the numbers over time. */
  async show(view: 'Design' | 'Dashboard'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: view }).click();
    await expect(
      view === 'Design' ? this.canvas() : this.page.getByRole('main', { name: 'Dashboard' }),
    ).toBeVisible();
  }

  /** A counter of the dashboard, by component and the engine's name. */
  counter(component: string, name: string): Locator {
    return this.page.locator(`[data-counter="${component}.${name}"]`);
  }

  /** Rows of a result view as they stand on the page. */
  async rows(view: string): Promise<string[][]> {
    const card = this.page.getByRole('region', { name: `View ${view}`, exact: true });
    await card.getByRole('button', { name: 'Table' }).click();
    return card
      .locator('tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
      );
  }

  /** A counter of the dashboard as a number. */
  async counterOf(component: string, name: string): Promise<number> {
    return amount((await this.counter(component, name).textContent()) ?? '');
  }

  /** A number of the selected thing in the inspector's Metrics; times in milliseconds. */
  async reading(name: string): Promise<number> {
    return amount((await this.metric(name).textContent()) ?? '');
  }

  /** Whether a counter of the selected thing is higher some samples later. */
  async grows(name: string): Promise<boolean> {
    const samples = async (): Promise<number> =>
      Number(await this.page.getByTestId('overlay').getAttribute('data-frame'));
    const [before, first] = [await this.reading(name), await samples()];
    await expect.poll(samples).toBeGreaterThan(first + 8);
    return (await this.reading(name)) > before;
  }

  /**
   * The last run of the open flow as the server counted it, by component and series or by edge. Names stand for ids.
   */
  async counted(): Promise<{
    readonly counters: ReadonlyMap<string, number>;
    readonly edges: ReadonlyMap<string, number>;
  }> {
    const id = /\/flows\/([^/?#]+)/.exec(this.page.url())?.[1];
    const { flow } = (await this.get(`flows/${id}`)) as {
      flow: {
        components: { [id: string]: { name: string } };
        systems: { [id: string]: { name: string } };
        connections: { [id: string]: { from: { component: string }; to: { component: string } } };
      };
    };
    const runs = (await this.get('runs')) as { id: string; flow: string; startedMs: number }[];
    const run = runs.filter((one) => one.flow === id).sort((a, b) => b.startedMs - a.startedMs)[0];
    const history = (await this.get(`runs/${run?.id}/metrics?seconds=1`)) as {
      schema: { series: { scope: string; ref: string; name: string; kind: string }[] };
      ticks: { values: number[] }[];
    };
    const last = history.ticks.at(-1)?.values ?? [];
    const counters = new Map<string, number>();
    const edges = new Map<string, number>();
    const nameOf = (ref: string): string => (flow.components[ref] ?? flow.systems[ref])?.name ?? ref;
    history.schema.series.forEach(({ scope, ref, name, kind }, place) => {
      const value = last[place] ?? 0;
      const ends = flow.connections[ref];
      if (scope === 'connection' && name === 'events' && ends) {
        edges.set(`${nameOf(ends.from.component)} → ${nameOf(ends.to.component)}`, value);
      } else if (kind === 'counter') counters.set(`${nameOf(ref)}.${name}`, value);
    });
    return { counters, edges };
  }

  /** The dashboard of a run that is over shows what the runtime counted: every counter, every edge, exactly. */
  async expectExactNumbers(): Promise<void> {
    const { counters, edges } = await this.counted();
    const shown = (attribute: string): Promise<[string, number][]> =>
      this.page
        .locator(`[${attribute}]`)
        .evaluateAll(
          (cells, name) =>
            cells.map((cell): [string, number] => [
              cell.getAttribute(name) ?? '',
              Number(cell.textContent?.replaceAll(',', '')),
            ]),
          attribute,
        );
    const exact = (await shown('data-counter')).filter(([name]) => counters.has(name));
    expect(exact.length).toBeGreaterThan(10);
    expect(exact).toEqual(exact.map(([name]) => [name, counters.get(name)]));
    expect(edges.size).toBeGreaterThan(0);
    expect(Object.fromEntries(await shown('data-edge'))).toEqual(Object.fromEntries(edges));
  }

  private async get(path: string): Promise<unknown> {
    const answer = await this.page.request.get(new URL(`/api/v1/${path}`, this.page.url()).href);
    expect(answer.status()).toBe(200);
    return answer.json();
  }

  async run(): Promise<void> {
    const state = this.page.getByTestId('run-state');
    const before = (await state.getAttribute('data-run')) ?? 'none';
    const bar = this.page.getByRole('region', { name: 'Run', exact: true });
    await bar.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(state).toHaveAttribute('data-run', new RegExp(`^(?!${before}$)`));
    await expect(state).toHaveText(/Running|Done/);
  }

  /** Waits until so many more samples have been drawn. */
  async ticks(count: number): Promise<void> {
    const seen = async (): Promise<number> =>
      Number(await this.page.getByTestId('overlay').getAttribute('data-frame'));
    const first = await seen();
    await expect.poll(seen).toBeGreaterThanOrEqual(first + count);
  }

  /** Lets the data set that is replayed run to its end at once. */
  async replayAtFullSpeed(): Promise<void> {
    await this.page.getByRole('button', { name: /^Speed/ }).click();
    await this.page.getByText('As fast as possible').click();
  }

  async stop(): Promise<void> {
    await this.page.getByRole('button', { name: 'Stop', exact: true }).click();
    const state = this.page.getByTestId('run-state');
    // Where events wait in a channel that does not run empty by itself, the page asks first.
    const question = this.page.getByRole('dialog', { name: /^Stop with/ });
    await expect(question.or(state.filter({ hasText: /Stopping|Stopped|Done/ })).first()).toBeVisible();
    if (await question.isVisible()) {
      await question.getByRole('radio', { name: /^Stop now/ }).check();
      await question.getByRole('button', { name: 'Stop now' }).click();
    }
    await expect(state).toHaveText(/Stopped|Done/);
  }
}

/** A number as the page shows it; times in milliseconds. */
function amount(text: string): number {
  const [, digits = '', unit = ''] = /^([\d.,]+)(?: (\w+))?/.exec(text.trim()) ?? [];
  return Number(digits.replaceAll(',', '') || Number.NaN) * (unit === 's' ? 1000 : 1);
}

async function centre(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('nothing to point at');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
