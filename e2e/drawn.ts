import type { Locator, Page } from '@playwright/test';

/** A text as it stands on the overlay, at its place on the screen. */
interface Drawn {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/**
 * Remembers the texts of the last picture painted on the overlay, which is a canvas and shows no text to a test
 * otherwise. To be called before the page is opened.
 */
export async function watchOverlay(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: { now: Drawn[]; last: Drawn[] } = { now: [], last: [] };
    Object.assign(window, { drawnTexts: () => (seen.now.length > 0 ? seen.now : seen.last) });
    const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
    const isOverlay = (context: CanvasRenderingContext2D): boolean =>
      context.canvas.dataset.testid === 'overlay';
    CanvasRenderingContext2D.prototype.clearRect = function (...area) {
      if (isOverlay(this)) Object.assign(seen, { last: seen.now, now: [] });
      clearRect.apply(this, area);
    };
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
      if (isOverlay(this)) {
        const at = this.getTransform().transformPoint({ x, y });
        const box = this.canvas.getBoundingClientRect();
        const ratio = this.canvas.width / box.width;
        seen.now.push({ text, x: box.x + at.x / ratio, y: box.y + at.y / ratio });
      }
      fillText.call(this, text, x, y, ...rest);
    };
  });
}

/** The texts drawn over a node, line by line from left to right. */
export async function drawnOn(node: Locator): Promise<string> {
  const box = await node.boundingBox();
  if (!box) return '';
  const { x, y, width, height } = box;
  return textsIn(node.page(), { left: x, right: x + width, top: y, bottom: y + height });
}

/** The text drawn beside the wire between two ports. */
export async function drawnBetween(from: Locator, to: Locator): Promise<string> {
  const [a, b] = [await from.boundingBox(), await to.boundingBox()];
  if (!a || !b) return '';
  return textsIn(from.page(), {
    left: a.x + a.width / 2,
    right: b.x + b.width / 2,
    top: Math.min(a.y, b.y) - 30,
    bottom: Math.max(a.y, b.y) + 30,
  });
}

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

async function textsIn(page: Page, { left, right, top, bottom }: Area): Promise<string> {
  const texts = await page.evaluate(() => (window as unknown as { drawnTexts(): Drawn[] }).drawnTexts());
  return texts
    .filter(({ x, y }) => x >= left && x <= right && y >= top && y <= bottom)
    .sort((a, b) => a.y - b.y || a.x - b.x)
    .map(({ text }) => text.trim())
    .join(' ');
}
