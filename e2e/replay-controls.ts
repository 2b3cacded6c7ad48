import type { Locator, Page } from '@playwright/test';

/** The controls of the replay in the run bar. */
export class Replay {
  readonly #page: Page;
  readonly #dataset: string;

  constructor(page: Page, dataset: string) {
    this.#page = page;
    this.#dataset = dataset;
  }

  #controls(): Locator {
    return this.#page.getByRole('group', { name: `Replay of ${this.#dataset}` });
  }

  speed(): Locator {
    return this.#controls().getByRole('button', { name: /^Speed/ });
  }

  track(): Locator {
    return this.#controls().getByRole('slider', { name: `Position in ${this.#dataset}` });
  }

  async choose(entry: string): Promise<void> {
    await this.speed().click();
    await this.#page.getByRole('menuitemradio', { name: new RegExp(`^${entry}`) }).click();
  }

  /** The position the page shows, in records. */
  async position(): Promise<number> {
    const text = (await this.track().getAttribute('aria-valuetext')) ?? '';
    return Number((/^([\d,]+) of /.exec(text)?.[1] ?? '').replaceAll(',', ''));
  }

  /** Clicks on the track, at a fraction of its width. */
  async seek(fraction: number): Promise<void> {
    const box = await this.track().boundingBox();
    if (!box) throw new Error('there is no track');
    await this.#page.mouse.click(box.x + box.width * fraction, box.y + box.height / 2);
  }
}
