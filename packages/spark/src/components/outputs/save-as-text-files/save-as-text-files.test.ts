import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeContext, elements, nothing, pairs, sinkOf } from '../../../../test/fake-context.ts';
import { run } from './run.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sluice-save-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const read = (...path: string[]): string => readFileSync(join(directory, ...path), 'utf8');

it('writes a directory a batch, named by its time, with its parts and the mark of success', async () => {
  const { context } = createFakeContext();
  const config = {
    prefix: join(directory, 'out/counts'),
    suffix: 'txt',
    elementTypes: { key: 'other', value: 'other' },
  };
  const sink = sinkOf(run, config, context);
  await sink.write(pairs(['é', 1], ['b', 2]), { batchTimeMs: 1000 });
  await sink.write(nothing, { batchTimeMs: 2000 });
  expect(readdirSync(join(directory, 'out')).sort()).toEqual(['counts-1000.txt', 'counts-2000.txt']);
  expect(read('out/counts-1000.txt/part-00000')).toBe('(é,1)\n(b,2)\n');
  expect(read('out/counts-1000.txt/_SUCCESS')).toBe('');
  expect(read('out/counts-2000.txt/part-00000')).toBe('');
});

it('replaces the directory when the batch runs again, and what a crash left behind', async () => {
  const { context } = createFakeContext();
  const sink = sinkOf(run, { prefix: join(directory, 'o') }, context);
  await sink.write(elements('old', 'older'), { batchTimeMs: 5 });
  writeFileSync(join(directory, 'o-5', 'part-00001'), 'stray');
  await sink.write(elements('new'), { batchTimeMs: 5 });
  expect(readdirSync(join(directory, 'o-5')).sort()).toEqual(['_SUCCESS', 'part-00000']);
  expect(read('o-5/part-00000')).toBe('new\n');
  expect(readdirSync(directory)).toEqual(['o-5']);
});

it('writes nowhere when the path is refused', () => {
  const { context } = createFakeContext({
    files: {
      resolve: () => {
        throw new Error('RUN_PATH_REFUSED');
      },
    },
  });
  const sink = sinkOf(run, { prefix: join(directory, 'o') }, context);
  expect(() => sink.write(elements('x'), { batchTimeMs: 5 })).toThrow('RUN_PATH_REFUSED');
  expect(existsSync(join(directory, 'o-5'))).toBe(false);
});
