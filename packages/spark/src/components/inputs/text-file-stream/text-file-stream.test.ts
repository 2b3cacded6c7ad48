import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json, JsonObject } from '@sluice/ir';
import { readRecords } from '@sluice/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeContext, sourceOf } from '../../../../test/fake-context.ts';
import { createFileSelection } from './file-selection.ts';
import { run } from './run.ts';

const file = (name: string, changedMs: number) => ({ path: `/d/${name}`, name, changedMs });
const names = (chosen: readonly { readonly name: string }[]): string[] => chosen.map((f) => f.name);

describe('the modification-time rule', () => {
  it('takes a file in the batch whose time it falls in, once', () => {
    const selection = createFileSelection({ ignoredUpToMs: 1000 });
    const listed = [file('old', 1000), file('new', 1500), file('future', 2500), file('.hidden', 1500)];
    expect(names(selection.select(2000, listed))).toEqual(['new']);
    expect(names(selection.select(3000, listed))).toEqual(['future']);
    expect(names(selection.select(4000, listed))).toEqual([]);
  });

  it('ignores a file that changes again within a minute, and reads it again later', () => {
    const selection = createFileSelection({ ignoredUpToMs: 0 });
    expect(names(selection.select(1000, [file('f', 500)]))).toEqual(['f']);
    expect(names(selection.select(2000, [file('f', 1500)]))).toEqual([]);
    for (let t = 3000; t < 62_000; t += 1000) selection.select(t, []);
    expect(names(selection.select(62_000, [file('f', 61_500)]))).toEqual(['f']);
  });

  it('finds a file that is listed late, for as long as it remembers', () => {
    const selection = createFileSelection({ ignoredUpToMs: 0 });
    selection.select(100_000, []);
    selection.select(101_000, []);
    expect(names(selection.select(102_000, [file('late', 42_001), file('too-late', 42_000)]))).toEqual([
      'late',
    ]);
  });

  it('remembers whole batches: with 45 s batches 90 s', () => {
    const selection = createFileSelection({ ignoredUpToMs: 0 });
    selection.select(45_000, []);
    selection.select(90_000, []);
    expect(names(selection.select(135_000, [file('f', 46_000)]))).toEqual(['f']);
  });
});

describe('the source', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'sluice-files-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const write = (name: string, text: string, changedMs: number): void => {
    writeFileSync(join(directory, name), text);
    utimesSync(join(directory, name), changedMs / 1000, changedMs / 1000);
  };
  const lines = (newFilesOnly: boolean) => {
    const { context, logs } = createFakeContext();
    const source = sourceOf(run, { directory, newFilesOnly }, context);
    if (source.style !== 'interval') throw new Error('not an interval source');
    const at = (timeMs: number): unknown[] =>
      [...source.compute(timeMs)].flatMap((batch) => readRecords(batch).map((r) => r.value));
    return { at, logs };
  };

  it('reads the lines of new files, whatever ends them', () => {
    const { at } = lines(true);
    write('before.txt', 'old\n', 9000);
    write('a.txt', 'one\r\nzwei ü\nthree', 10_500);
    mkdirSync(join(directory, 'sub'));
    expect(at(11_000)).toEqual(['one', 'zwei ü', 'three']);
    expect(at(12_000)).toEqual([]);
  });

  it('reads old files when it may', () => {
    const { at } = lines(false);
    write('before.txt', 'old\n', 9000);
    expect(at(11_000)).toEqual(['old']);
  });

  it('gives the files of a batch again after a crash, and no other batch chooses them', () => {
    const { context, saved } = createFakeContext();
    const before = sourceOf(run, { directory, newFilesOnly: true }, context);
    if (before.style !== 'interval') throw new Error('not an interval source');
    write('a.txt', 'a\n', 10_500);
    write('b.txt', 'b\n', 11_500);
    before.compute(11_000);
    const chosen = before.chosen?.(11_000);
    const state = saved.at(-1) as JsonObject;
    before.compute(12_000);
    const later = before.chosen?.(12_000);
    write('a.txt', 'a\n', 12_500);

    const { context: next } = createFakeContext({
      durable: { load: () => state, save: () => undefined, sync: () => undefined },
    });
    const after = sourceOf(run, { directory, newFilesOnly: true }, next);
    if (after.style !== 'interval') throw new Error('not an interval source');
    const values = (timeMs: number, known?: Json): unknown[] =>
      [...after.compute(timeMs, known)].flatMap((batch) => readRecords(batch).map((r) => r.value));
    expect(values(11_000, chosen)).toEqual(['a']);
    expect(values(12_000, later)).toEqual(['b']);
    expect(values(13_000)).toEqual([]);
  });

  it('reads a file that is larger than a piece, piece by piece, and again from its start', () => {
    const { context } = createFakeContext();
    const source = sourceOf(run, { directory, newFilesOnly: true }, context);
    if (source.style !== 'interval') throw new Error('not an interval source');
    const lines = Array.from({ length: 50_000 }, (_, i) => `line ${i} ${'x'.repeat(i % 60)}`);
    write('big.txt', lines.join('\n'), 10_500);
    const batches = source.compute(11_000);
    for (let times = 0; times < 2; times++) {
      const read = [...batches];
      expect(read.length).toBeGreaterThan(3);
      expect(read.flatMap((batch) => readRecords(batch).map((r) => r.value))).toEqual(lines);
    }
  });

  it('says once that the directory is missing, and goes on when it is there', () => {
    const { at, logs } = lines(true);
    rmSync(directory, { recursive: true });
    expect(at(11_000)).toEqual([]);
    expect(at(12_000)).toEqual([]);
    expect(logs).toHaveLength(1);
    mkdirSync(directory);
    write('a.txt', 'x\n', 12_500);
    expect(at(13_000)).toEqual(['x']);
  });
});
