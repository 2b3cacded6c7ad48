import type { BufferOperator } from '@sluice/ir';
import { expect, it } from 'vitest';
import { batchOfLines } from '../../batch-build.ts';
import { MemoryChannel } from './memory-channel.ts';
import { PutQueue } from './put-queue.ts';

const full = {
  id: 'c',
  kind: 'buffer',
  capacity: 1,
  transactionCapacity: 1,
  keepAliveMs: 3000,
  origin: {},
} as unknown as BufferOperator;

it('refuses when the keep-alive timer fires, room or not, and once', async () => {
  const channel = new MemoryChannel(full);
  const timers: { readonly delayMs: number; readonly action: () => void }[] = [];
  const target = {
    channel,
    attempted: () => undefined,
    committed: () => undefined,
    dropped: () => undefined,
    orphaned: () => undefined,
  };
  const queue = new PutQueue(
    {
      schedule: (delayMs, action) => {
        timers.push({ delayMs, action });
        return () => undefined;
      },
    },
    { channels: [channel], split: (batch) => [{ target, batch, isRequired: true }] },
  );
  const line = batchOfLines('a', { ingestMs: 0 });
  expect(queue.put(line, 'all')).toEqual({ accepted: 1 });
  const waiting = queue.put(line, 'all');
  expect(timers.map(({ delayMs }) => delayMs)).toEqual([3000]);
  // No clock is asked: a machine's timer may fire a few ms before its clock has got there.
  timers[0]?.action();
  expect(await waiting).toMatchObject({ accepted: 0, error: { code: 'RUN_CHANNEL_FULL' } });
  expect(queue.isBusy).toBe(false);
  expect(channel.size).toBe(1);
});
