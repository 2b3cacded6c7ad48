import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
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
  { theme: 'light', judge: (axe: AxeBuilder) => axe.withTags(tags) },
  { theme: 'dark', judge: (axe: AxeBuilder) => axe.withRules(['color-contrast', 'link-in-text-block']) },
] as const;

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
    for (const { theme, judge } of themes) {
      await this.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await expect(this.page.locator('html')).toHaveAttribute('data-theme', theme);
      await this.page.screenshot({ path: join(pictures, `${name}-${theme}.png`) });
      // There are no frames here; without that mode every look opens a page of its own.
      const { violations } = await judge(
        new AxeBuilder({ page: this.page }).setLegacyMode().options({ resultTypes: ['violations'] }),
      ).analyze();
      const found = violations.flatMap(({ id, nodes }) =>
        nodes.map(
          (node) => `${id}: ${node.target.join(' ')} (${node.failureSummary?.split('\n')[1]?.trim()})`,
        ),
      );
      expect.soft(found, `axe on ${name}, ${theme}`).toEqual([]);
    }
  }
}

/** Where the pictures go: a folder that git ignores. */
const pictures = join(import.meta.dirname, '..', 'test-results', 'screens');
