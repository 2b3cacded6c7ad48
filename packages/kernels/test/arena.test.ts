import { describe, expect, it } from 'vitest';
import {
  type Arena,
  arenaBytes,
  createKernels,
  guardBytes,
  type KernelMemory,
  textBytes,
} from '../src/index.ts';

describe.each([true, false])('arenas (plain: %s)', (isPlain) => {
  const make = (options = {}) => createKernels({ isPlain, maximumBytes: 16 * arenaBytes, ...options });

  it('hand out arrays that do not overlap, until there is no room', () => {
    const arena = make().arenas.take();
    if (!arena) throw new Error('no arena');
    expect(arena.text.length).toBe(textBytes);
    const views: ArrayBufferView[] = [arena.text];
    while (arena.room >= 3 * 1024 * 8) {
      views.push(arena.uint32(1001) as Uint32Array, arena.float64(1003) as Float64Array);
      views.push(arena.bytes(5) as Uint8Array, arena.int32(999) as Int32Array);
    }
    expect(arena.float64(arenaBytes / 8)).toBeUndefined();
    const ranges = views.map((view) => [view.byteOffset, view.byteOffset + view.byteLength] as const);
    ranges.sort(([a], [b]) => a - b);
    for (const [i, [start]] of ranges.entries()) {
      if (i > 0) expect(start).toBeGreaterThanOrEqual((ranges[i - 1] as readonly [number, number])[1]);
    }
    const last = Math.max(...ranges.map(([, end]) => end));
    expect(last).toBeLessThanOrEqual(arena.text.byteOffset + arenaBytes - guardBytes);
  });

  it('come back when the last reference goes, newest first, and never twice at a time', () => {
    const { arenas } = make({ maximumArenas: 2 });
    const [first, second] = [arenas.take(), arenas.take()];
    expect(arenas.take()).toBeUndefined();
    expect(first === second).toBe(false);
    expect(arenas.used).toBe(2);
    first?.retain();
    first?.release();
    expect(arenas.take()).toBeUndefined();
    first?.release();
    second?.release();
    expect(arenas.used).toBe(0);
    expect(arenas.take() === second).toBe(true);
    expect(arenas.take() === first).toBe(true);
  });

  it('forget what they handed out, count their lives and refuse one release too many', () => {
    const arena = make().arenas.take();
    const room = arena?.room;
    arena?.bytes(1000);
    expect(arena?.room).toBeLessThan(room as number);
    expect(arena?.generation).toBe(0);
    arena?.release();
    expect(arena?.generation).toBe(1);
    expect(arena?.room).toBe(room);
    expect(() => arena?.release()).toThrow(expect.objectContaining({ code: 'KERNEL_ARENA_RELEASED' }));
  });

  it('can take back what was handed out since a mark', () => {
    const arena = make().arenas.take();
    const mark = arena?.mark() as number;
    const first = arena?.bytes(100);
    arena?.rewind(mark);
    expect(arena?.bytes(100)?.byteOffset).toBe(first?.byteOffset);
    expect(() => arena?.rewind(arenaBytes)).toThrow(expect.objectContaining({ code: 'KERNEL_ARENA_MARK' }));
  });

  it('are poisoned when asked, so that a use after free shows', () => {
    const { arenas } = make({ isPoisoning: true });
    const arena = arenas.take();
    const numbers = arena?.uint32(4)?.fill(7);
    arena?.text.fill(1);
    arena?.release();
    expect(arena?.text.every((byte) => byte === 0xdd)).toBe(true);
    expect([...(numbers as Uint32Array)]).toEqual(new Array(4).fill(0xdddddddd));
  });

  it('stay valid while the memory grows', () => {
    const kernels = make();
    const first = kernels.arenas.take();
    first?.text.set([97, 10, 98, 10]);
    const into = { starts: first?.uint32(4) as Uint32Array, ends: first?.uint32(4) as Uint32Array };
    const more = Array.from({ length: 7 }, () => kernels.arenas.take());
    expect(more.every((arena) => arena !== undefined)).toBe(true);
    const result = kernels.lines({ bytes: first?.text as Uint8Array, from: 0, to: 4 }, into);
    expect(result).toEqual({ rows: 2, end: 4, isAscii: true });
  });
});

describe('memory', () => {
  it('is one shared memory below its maximum, used up at some point and used again after', () => {
    const kernels = createKernels({ maximumBytes: 4 * 1024 * 1024 });
    expect(kernels.isPlain).toBe(false);
    const arrays = [];
    for (;;) {
      const array = kernels.float64(32 * 1024);
      if (!array) break;
      arrays.push(array);
    }
    expect(arrays.length).toBeGreaterThan(8);
    expect(kernels.memory?.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(kernels.memory?.buffer.byteLength).toBeLessThanOrEqual(4 * 1024 * 1024);
    for (const array of arrays) array.free();
    expect(kernels.float64(arrays.length * 32 * 1024)?.array.length).toBe(arrays.length * 32 * 1024);
  });

  it("can be shared by kernels that keep out of each other's way and read what the other has", () => {
    const maximumBytes = 16 * arenaBytes;
    const first = createKernels({ maximumBytes });
    const second = createKernels({ maximumBytes, memory: first.memory as KernelMemory });
    const kernels = [first, second];
    const arenas = Array.from({ length: 8 }, (_, i) => kernels[i % 2]?.arenas.take() as Arena);
    const places = arenas.map((arena) => arena.text.byteOffset).sort((a, b) => a - b);
    expect(places.slice(1).every((place, i) => place - (places[i] as number) >= arenaBytes)).toBe(true);
    const dictionaries = kernels.map((one) => one.createDictionary());
    for (let i = 0; i < 10_000; i++) for (const one of dictionaries) one.internText(`key ${i}`);
    for (const arena of arenas) {
      arena.text.set([97, 10, 97]);
      const [starts, ends] = [arena.uint32(3) as Uint32Array, arena.uint32(3) as Uint32Array];
      for (const one of kernels)
        expect(one.lines({ bytes: arena.text, from: 0, to: 3 }, { starts, ends }).rows).toBe(1);
      expect(arena.text.subarray(0, 3)).toEqual(Uint8Array.of(97, 10, 97));
    }
    expect(dictionaries.map((one) => one.keyText(9_999))).toEqual(['key 9999', 'key 9999']);
  });
});
