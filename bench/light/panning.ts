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
  const [x, y] = await middleOf(page);
  await page.mouse.move(x, y);
  await page.mouse.down({ button: 'middle' });
  const seen = await whileActing(page, seconds, (step) =>
    page.mouse.move(x + 120 * Math.sin(step / 15), y + 80 * Math.cos(step / 15)),
  );
  await page.mouse.up({ button: 'middle' });
  return seen;
}

/** Turns the wheel over the canvas, in and out again, and counts frames. */
export async function zoom(page: Page, seconds: number): Promise<Panning> {
  await page.mouse.move(...(await middleOf(page)));
  // A notch of a wheel is 100; there are as many in as out.
  return whileActing(page, seconds, (step) => page.mouse.wheel(0, step % 16 < 8 ? -100 : 100));
}

/** Walks over the nodes by the arrow keys, which brings each into view, and counts frames. */
export async function walk(page: Page, seconds: number): Promise<Panning> {
  await page.locator('.react-flow__node-component').first().focus();
  const keys = ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowLeft', 'ArrowUp'];
  // As fast as a key repeats that is held down.
  return whileActing(page, seconds, async (step) => {
    await page.keyboard.press(keys[step % keys.length] as string);
    await page.waitForTimeout(33);
  });
}

async function middleOf(page: Page): Promise<[x: number, y: number]> {
  const box = await page.getByTestId('canvas').boundingBox();
  if (!box) throw new Error('the canvas is not on the page');
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Counts frames while something is done again and again. */
async function whileActing(
  page: Page,
  seconds: number,
  act: (step: number) => Promise<unknown>,
): Promise<Panning> {
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
  for (let step = 0; !isOver; step += 1) await act(step);
  const seen = await counting;
  const cpuMs = (browserCpuSeconds() - cpuBefore) * 1000;
  return { ...seen, cpuMsPerFrame: cpuMs / (seen.framesPerSecond * seconds) };
}

function browserCpuSeconds(): number {
  const browser = family(process.pid).filter(({ command }) => /chrom/i.test(command));
  return browser.reduce((sum, one) => sum + one.cpuSeconds, 0);
}
