import type { Page } from '@playwright/test';
import { family } from './product.ts';

/** What was seen while the canvas was dragged about. */
export interface Panning {
  readonly framesPerSecond: number;
  readonly longestFrameMs: number;
  /** Numbers that arrived and were drawn, a second. */
  readonly samplesPerSecond: number;
  /** Of all processes of the browser: says on a busy machine what an idle one could do. */
  readonly cpuMsPerFrame: number;
}

/** Drags the canvas in circles with the middle button and counts frames. */
export async function pan(page: Page, seconds: number): Promise<Panning> {
  const box = await page.getByTestId('canvas').boundingBox();
  if (!box) throw new Error('the canvas is not on the page');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down({ button: 'middle' });
  const cpuBefore = browserCpuSeconds();
  const counting = page.evaluate(async (wanted) => {
    const overlay = document.querySelector<HTMLElement>('[data-testid="overlay"]');
    const before = Number(overlay?.dataset.frame ?? 0);
    const began = performance.now();
    let [frames, last, longest] = [0, began, 0];
    await new Promise<void>((done) => {
      const next = (now: number): void => {
        frames += 1;
        longest = Math.max(longest, now - last);
        last = now;
        if (now - began < wanted * 1000) requestAnimationFrame(next);
        else done();
      };
      requestAnimationFrame(next);
    });
    const took = (performance.now() - began) / 1000;
    const samples = Number(overlay?.dataset.frame ?? 0) - before;
    return { framesPerSecond: frames / took, longestFrameMs: longest, samplesPerSecond: samples / took };
  }, seconds);
  let isOver = false;
  const finish = (): void => {
    isOver = true;
  };
  counting.then(finish, finish);
  for (let step = 0; !isOver; step += 1) {
    await page.mouse.move(x + 120 * Math.sin(step / 15), y + 80 * Math.cos(step / 15));
  }
  const seen = await counting;
  await page.mouse.up({ button: 'middle' });
  const cpuMs = (browserCpuSeconds() - cpuBefore) * 1000;
  return { ...seen, cpuMsPerFrame: cpuMs / (seen.framesPerSecond * seconds) };
}

function browserCpuSeconds(): number {
  const browser = family(process.pid).filter(({ command }) => /chrom/i.test(command));
  return browser.reduce((sum, one) => sum + one.cpuSeconds, 0);
}
