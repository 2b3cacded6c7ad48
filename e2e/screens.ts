import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';

const tags = [
  'wcag2a',
  'wcag2aa',
  'wcag21a',
  'wcag21aa',
  'wcag22aa',
  // What no level asks for and yet is always right: landmarks, headings in order, one name each.
  'best-practice',
];

/** In the second theme the page is the same but for its colours, so that only rules about colours can differ. */
const themes = [
  { theme: 'light', runOnly: tags },
  { theme: 'dark', runOnly: ['color-contrast', 'link-in-text-block'] },
] as const;

// Put into the page once and not at every look, as its Playwright wrapper does: half of the time is that.
const require = createRequire(import.meta.url);
const axe = readFileSync(createRequire(require.resolve('@axe-core/playwright')).resolve('axe-core'), 'utf8');

/** Watches one page: what it asks of other hosts, what it writes to the console, and how each screen looks. */
export class Screens {
  /** Problems of the page itself. Empty at the end, or the test fails. */
  readonly errors: string[] = [];
  private readonly page: Page;

  constructor(page: Page, origin: string) {
    this.page = page;
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.origin !== origin)
        this.errors.push(`asked ${request.url()}`);
    });
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
  }

  /** Takes the picture of a screen in both themes and lets axe judge it; anything it finds fails the test. */
  async look(name: string): Promise<void> {
    await expect(this.page.locator('[aria-busy="true"]')).toHaveCount(0);
    for (const { theme, runOnly } of themes) {
      await this.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await expect(this.page.locator('html')).toHaveAttribute('data-theme', theme);
      await this.page.screenshot({ path: join(pictures, `${name}-${theme}.png`) });
      expect.soft(await this.findings(runOnly), `axe on ${name}, ${theme}`).toEqual([]);
    }
  }

  private async findings(runOnly: readonly string[]): Promise<string[]> {
    if (!(await this.page.evaluate(() => 'axe' in window))) await this.page.evaluate(axe);
    return this.page.evaluate(async (rules) => {
      const judge = (window as unknown as { axe: Axe }).axe;
      const { violations } = await judge.run({ runOnly: rules, resultTypes: ['violations'] });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} (${failureSummary})`),
      );
    }, runOnly);
  }
}

/** The part of axe-core that is asked here. */
interface Axe {
  run(options: {
    readonly runOnly: readonly string[];
    readonly resultTypes: readonly ['violations'];
  }): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
    }[];
  }>;
}

/** Where the pictures go: a folder that git ignores. */
const pictures = join(import.meta.dirname, '..', 'test-results', 'screens');
