import { describe, expect, it } from 'vitest';
import { ByteReserve } from './byte-reserve.ts';

describe('a byte reserve', () => {
  it('lets nobody pass who came later, and gives no more than there is', async () => {
    const reserve = new ByteReserve(10);
    const held: number[] = [];
    const releases: (() => void)[] = [];
    for (const bytes of [6, 4, 5, 1]) {
      void reserve.take(bytes).then((release) => {
        held.push(bytes);
        releases.push(release);
      });
    }
    const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    await settle();
    expect(held).toEqual([6, 4]);
    releases[1]?.();
    releases[1]?.();
    await settle();
    expect(held).toEqual([6, 4]);
    releases[0]?.();
    await settle();
    expect(held).toEqual([6, 4, 5, 1]);
  });
});
