import type { BufferOperator } from '@sluice/ir';
import { VirtualDisk, VirtualHost } from '@sluice/testkit';
import { describe, expect, it } from 'vitest';
import { eventBatch } from '../batch-build.ts';
import { readRecords } from '../batch-read.ts';
import { DurableChannel } from '../models/transactional/durable-channel.ts';
import { createRandom } from '../random.ts';
import { loadCheckpoint } from './checkpoint.ts';
import { recoverLog } from './recover.ts';

const operator: BufferOperator = {
  kind: 'buffer',
  medium: 'durable',
  capacity: 1_000_000,
  transactionCapacity: 10_000,
  keepAliveMs: 0,
  id: 'c',
  stage: 's',
  inputs: ['in'],
  outputs: [],
  parallelism: { executors: 1, tasks: 1 },
  origin: { component: 'c' },
  durable: {
    checkpointDirectory: 'points',
    dataDirectories: ['data'],
    checkpointIntervalMs: 1_000_000,
    maxFileBytes: 1 << 20,
    minimumFreeBytes: 0,
  },
};

/** A life of a channel that keeps nothing in memory. */
function live(disk: VirtualDisk): { readonly channel: DurableChannel; readonly lost: string[] } {
  const lost: string[] = [];
  const channel = new DurableChannel(operator, new VirtualHost({ logs: disk.begin() }), 0);
  channel.open({
    state: () => undefined,
    damaged: (records, message) => lost.push(`${records}: ${message}`),
    log: () => undefined,
  });
  return { channel, lost };
}

/** Puts events one by one, each a transaction of its own. */
async function putOneByOne(channel: DurableChannel, from: number, count: number): Promise<void> {
  const puts = Array.from({ length: count }, (_, i) =>
    channel.put(eventBatch([`${from + i}`], undefined, 0)),
  );
  expect((await Promise.all(puts)).filter(Boolean)).toEqual([]);
}

function take(channel: DurableChannel, count: number): number[] {
  const ids: number[] = [];
  while (ids.length < count) {
    const one = channel.take(Math.min(1000, count - ids.length));
    if (!one) break;
    for (const { body } of readRecords(one.batch)) ids.push(Number(String(body)));
    one.commit();
  }
  return ids;
}

function recover(disk: VirtualDisk) {
  const logs = disk.begin();
  const [data, checkpoints] = [logs.open({ path: 'data' }), logs.open({ path: 'points' })];
  return { ...recoverLog({ disk: logs, folders: [data], checkpoints }), logs, checkpoints };
}

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

describe('a log of many small transactions', () => {
  it('keeps an entry for each 64 KiB, in memory, in a checkpoint and when it is read again', async () => {
    const disk = new VirtualDisk(createRandom(1, 'entries'));
    const { channel } = live(disk);
    await putOneByOne(channel, 0, 20_000);
    await channel.checkpoint();
    disk.kill();
    const bytes = disk.list().reduce((sum, { folder, size }) => sum + (folder === 'data' ? size : 0), 0);
    const files = disk.list().filter(({ folder }) => folder === 'data').length;
    const most = Math.ceil(bytes / 65_536) * 2 + files;
    const fromCheckpoint = recover(disk);
    expect(loadCheckpoint(fromCheckpoint.checkpoints, fromCheckpoint.logs)?.entries.length).toBeLessThan(
      most,
    );
    expect(fromCheckpoint.waiting.length).toBeLessThan(most);
    fromCheckpoint.checkpoints.remove('checkpoint');
    disk.kill();
    const fromFrames = recover(disk);
    expect([fromFrames.records, fromFrames.mostEntries < most]).toEqual([20_000, true]);
    disk.kill();
    const again = live(disk);
    expect([take(again.channel, 30_000), again.lost]).toEqual([numbers(0, 20_000), []]);
  });

  it('remembers what waits while it is read, not all that was ever put', async () => {
    const disk = new VirtualDisk(createRandom(2, 'entries'));
    const { channel } = live(disk);
    // The first event stays, so that no file can go; of the others almost all are taken as they come.
    await putOneByOne(channel, 0, 1);
    const open = channel.take(1);
    for (let from = 1; from < 20_000; from += 100) {
      await putOneByOne(channel, from, 100);
      expect(take(channel, from === 1 ? 97 : 100)).toHaveLength(from === 1 ? 97 : 100);
    }
    await channel.checkpoint();
    disk.kill();
    expect(open?.count).toBe(1);
    const { mostEntries, waiting, checkpoints } = recover(disk);
    expect(waiting.length).toBeLessThan(110);
    checkpoints.remove('checkpoint');
    disk.kill();
    const found = recover(disk);
    // Takes of the last turn of the event loop had not been written.
    expect(found.records).toBeLessThanOrEqual(104);
    expect(Math.max(found.mostEntries, mostEntries)).toBeLessThanOrEqual(1100);
  });

  it('loses of an entry what is damaged, and gives out the transactions around it', async () => {
    const disk = new VirtualDisk(createRandom(3, 'entries'));
    const { channel, lost } = live(disk);
    await putOneByOne(channel, 0, 500);
    const [segment] = disk.list().filter(({ folder }) => folder === 'data');
    const at = 64 + Math.floor(((segment?.size ?? 0) - 64) * 0.01);
    disk.flip('data', segment?.name ?? '', at);
    const ids = take(channel, 600);
    expect(ids).toHaveLength(499);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(lost).toEqual([expect.stringMatching(/^1: 1 events in segment 1 .* are lost/)]);
    expect(channel.held).toBe(0);
  });
});
