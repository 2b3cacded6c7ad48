import { liveRows, readRecords } from '@sluice/runtime';
import { expect, it } from 'vitest';
import { createFakeContext, sourceOf } from '../../../../test/fake-context.ts';
import { run } from './run.ts';

const openDataset = () => ({
  title: 'Fake',
  naturalRate: 10,
  total: 100,
  lines: (from: number, count: number) => Array.from({ length: count }, (_, i) => `r${from + i}\n`).join(''),
});
const config = { dataset: 'fake', seed: 1, rate: -1, isLooping: false };

function open(changes: object = {}, position?: number) {
  const fake = createFakeContext({ openDataset });
  const durable = {
    ...fake.context.durable,
    load: () => (position === undefined ? undefined : { position }),
  };
  const source = sourceOf(run, { ...config, ...changes }, { ...fake.context, durable });
  if (source.style !== 'pull') throw new Error('not a pull source');
  return { ...fake, source };
}

it('gives lines as elements, until the end', () => {
  const { source } = open({ count: 3 });
  const batch = source.read(10);
  if (typeof batch === 'string') throw new Error(batch);
  expect(readRecords(batch)).toEqual([{ value: 'r0' }, { value: 'r1' }, { value: 'r2' }]);
  expect(source.read(10)).toBe('end');
});

it('never reads beyond what the data set holds', () => {
  const { source } = open({ count: 500 });
  expect(source.replay?.total).toBe(100);
});

it('keeps the natural rate', () => {
  const { source, host } = open({ rate: 0 });
  expect(source.read(10)).toBe('idle');
  host.schedule(350, () => {});
  return host.advance(350).then(() => {
    const batch = source.read(10);
    expect(typeof batch === 'string' ? batch : liveRows(batch)).toBe(3);
  });
});

it('saves the position up to which batches are done, and starts there after a crash', () => {
  const { source, saved } = open();
  source.read(10);
  source.read(10);
  source.commitTo?.(7);
  source.commitTo?.(15);
  expect(saved).toEqual([{ position: 7 }, { position: 15 }]);
  expect(open({}, 15).source.replay?.position()).toBe(15);
});
