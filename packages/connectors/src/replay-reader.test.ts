import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReplayReader, type ReplayChunk, type ReplayReader } from './replay-reader.ts';

const data = {
  naturalRate: 100,
  lines: (from: number, count: number) => Array.from({ length: count }, (_, i) => `r${from + i}\n`).join(''),
};

function setup(options: { rate?: number; total?: number; isLooping?: boolean; position?: number } = {}) {
  const clock = { ms: 5000 };
  const reader = createReplayReader({
    dataset: 'fake',
    data,
    total: options.total ?? 1000,
    rate: options.rate ?? 0,
    isLooping: options.isLooping ?? false,
    ...(options.position === undefined ? {} : { position: options.position }),
    now: () => clock.ms,
  });
  return { clock, reader };
}

function chunk(reader: ReplayReader, max = 1_000_000): ReplayChunk {
  const read = reader.read(max);
  if (typeof read === 'string') throw new Error(`expected records, got ${read}`);
  return read;
}

describe('a replay', () => {
  it('gives what is due at the natural rate', () => {
    const { clock, reader } = setup();
    expect(reader.read(10)).toBe('idle');
    clock.ms += 35;
    expect(chunk(reader)).toEqual({ from: 0, count: 3, text: 'r0\nr1\nr2\n' });
    clock.ms += 5;
    expect(chunk(reader)).toMatchObject({ from: 3, count: 1 });
  });

  it('keeps the rate exactly over odd steps', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }), (steps) => {
        const { clock, reader } = setup({ rate: 170, total: 1e9 });
        let passed = 0;
        for (const step of steps) {
          clock.ms += step;
          passed += step;
          reader.read(1e9);
        }
        expect(reader.control.position()).toBe(Math.floor((passed * 170) / 1000 + 1e-6));
      }),
    );
  });

  it('makes up for at most a second nobody read in', () => {
    const { clock, reader } = setup();
    clock.ms += 60_000;
    expect(chunk(reader).count).toBeLessThanOrEqual(101);
  });

  it('reads all of it as fast as possible, then ends', () => {
    const { reader } = setup({ rate: -1 });
    expect(chunk(reader, 600)).toMatchObject({ from: 0, count: 600 });
    expect(chunk(reader, 600)).toMatchObject({ from: 600, count: 400 });
    expect(reader.read(600)).toBe('end');
  });

  it('loops', () => {
    const { reader } = setup({ rate: -1, total: 5, isLooping: true });
    expect(chunk(reader).count).toBe(5);
    expect(chunk(reader)).toMatchObject({ from: 0, count: 5 });
    reader.control.setLoop(false);
    expect(reader.read(1)).toBe('end');
  });

  it('pauses, moves and changes its rate without a burst', () => {
    const { clock, reader } = setup();
    reader.control.pause();
    clock.ms += 500;
    expect(reader.read(10)).toBe('idle');
    reader.control.resume();
    expect(reader.read(10)).toBe('idle');
    reader.control.seek(900);
    reader.control.setRate(1000);
    clock.ms += 7;
    expect(chunk(reader)).toMatchObject({ from: 900, count: 7 });
    reader.control.setRate(Number.POSITIVE_INFINITY);
    expect(chunk(reader)).toMatchObject({ from: 907, count: 93 });
  });

  it('commits as many records as it is told, across chunks, loops and moves', () => {
    const { reader } = setup({ rate: -1, total: 100, isLooping: true });
    chunk(reader, 60);
    chunk(reader, 60);
    chunk(reader, 10);
    expect(reader.commit(50)).toBe(50);
    expect(reader.commit(20)).toBe(70);
    expect(reader.commit(35)).toBe(5);
    reader.control.seek(40);
    chunk(reader, 10);
    expect(reader.commit(5)).toBe(40);
    expect(reader.commit(4)).toBe(44);
    expect(reader.commit()).toBe(50);
  });

  it('goes back to the last commit', () => {
    const { reader } = setup({ rate: -1, position: 100 });
    chunk(reader, 10);
    expect(reader.commit()).toBe(110);
    chunk(reader, 10);
    reader.rollback();
    expect(chunk(reader, 10).from).toBe(110);
  });
});
