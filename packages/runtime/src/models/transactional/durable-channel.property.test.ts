import type { BufferOperator } from '@sluice/ir';
import { eventSchema } from '@sluice/ir';
import { VirtualDisk, VirtualHost } from '@sluice/testkit';
import { describe, expect, it } from 'vitest';
import { eventBatch } from '../../batch-build.ts';
import { readRecords } from '../../batch-read.ts';
import { createRandom } from '../../random.ts';
import type { Take } from './channel.ts';
import { DurableChannel } from './durable-channel.ts';

function operatorOf(more: Partial<BufferOperator> = {}): BufferOperator {
  return {
    kind: 'buffer',
    medium: 'durable',
    capacity: 400,
    transactionCapacity: 50,
    keepAliveMs: 0,
    id: 'c',
    stage: 's',
    inputs: ['in'],
    outputs: [{ name: 'out', schema: eventSchema }],
    parallelism: { executors: 1, tasks: 1 },
    origin: { component: 'c' },
    durable: {
      checkpointDirectory: '',
      dataDirectories: ['one', 'two'],
      checkpointIntervalMs: 500,
      maxFileBytes: 1,
      minimumFreeBytes: 0,
    },
    ...more,
  };
}

class Life {
  readonly host: VirtualHost;
  readonly channel: DurableChannel;
  readonly damaged: string[] = [];
  readonly said: string[] = [];
  error: string | undefined;
  readonly #told = { lost: 0 };

  constructor(disk: VirtualDisk, memoryBytes?: number) {
    this.host = new VirtualHost({ logs: disk.begin() });
    this.channel = new DurableChannel(operatorOf(), this.host, memoryBytes);
    this.channel.open({
      state: (error) => {
        this.error = error?.code;
      },
      damaged: (records, message) => {
        this.#told.lost += records;
        this.damaged.push(message);
      },
      log: (level, message) => {
        if (level === 'warning') this.said.push(message);
      },
    });
  }

  /** Ids of everything that waits, taken and committed. */
  async drain(): Promise<number[]> {
    const ids: number[] = [];
    for (;;) {
      const take = this.channel.take(50);
      if (!take) break;
      ids.push(...idsOf(take));
      take.commit();
      await this.host.advance(1);
    }
    return ids;
  }
}

function idsOf(take: Take): number[] {
  return readRecords(take.batch).map((record) => {
    const id = Number(String(record.body).split(' ')[0]);
    // A record comes out as it went in.
    expect(record).toEqual({ body: bodyOf(id), headers: { id: String(id), twice: 'yes' } });
    return id;
  });
}

function bodyOf(id: number): string {
  return `${id} ${'grüße '.repeat(id % 17)}`;
}

function batchOf(from: number, count: number) {
  const ids = Array.from({ length: count }, (_, i) => from + i);
  return eventBatch(
    ids.map(bodyOf),
    ids.map((id) => ({ id: String(id), twice: 'yes' })),
    5,
  );
}

/** One world: lives that end in kills and losses of power, with failing disks now and then. */
async function world(seed: number): Promise<void> {
  const random = createRandom(seed, 'durable');
  const chance = (probability: number): boolean => random() < probability;
  const upTo = (most: number): number => 1 + Math.floor(random() * most);
  const disk = new VirtualDisk(random);
  let next = 0;
  /** What was acknowledged and is not committed; committed in the lives so far; refused. */
  const owed = new Set<number>();
  const committed = new Set<number>();
  const unknown = new Set<number>();
  for (let lives = upTo(4); lives > 0; lives--) {
    // With little memory most is read back from the disk, many transactions at once.
    const life = new Life(disk, chance(0.5) ? upTo(8000) : undefined);
    const { channel, host } = life;
    const open: { readonly take: Take; readonly ids: readonly number[] }[] = [];
    for (let steps = upTo(60); steps > 0; steps--) {
      const dice = random();
      if (dice < 0.45) {
        const from = next;
        const count = upTo(chance(0.1) ? 50 : 5);
        next += count;
        const ids = Array.from({ length: count }, (_, i) => from + i);
        for (const id of ids) unknown.add(id);
        const answer = channel.put(batchOf(from, count));
        void Promise.resolve(answer).then((refusal) => {
          if (refusal) return;
          for (const id of ids) {
            unknown.delete(id);
            // It may have been taken before whoever put it hears of it.
            if (!committed.has(id)) owed.add(id);
          }
        });
      } else if (dice < 0.65) {
        const take = channel.take(upTo(20), chance(0.5) ? 3 : 1);
        if (take) open.push({ take, ids: idsOf(take) });
      } else if (dice < 0.8) {
        const one = open.splice(Math.floor(random() * open.length), 1)[0];
        if (one && chance(0.7)) {
          one.take.commit();
          for (const id of one.ids) {
            owed.delete(id);
            committed.add(id);
          }
        } else one?.take.rollback();
      } else if (dice < 0.84) {
        if (chance(0.5)) disk.faults.sync = 'EIO';
        else disk.faults.free = upTo(5000);
        await host.advance(upTo(50));
      } else if (dice < 0.9) {
        delete disk.faults.sync;
        delete disk.faults.free;
        await host.advance(upTo(3000));
      } else if (dice < 0.93) await channel.checkpoint();
      else await host.advance(upTo(100));
      expect(channel.size + channel.taken).toBeLessThanOrEqual(channel.capacity);
    }
    if (chance(0.3)) {
      for (const { take } of open) take.rollback();
      delete disk.faults.sync;
      delete disk.faults.free;
      await host.advance(2000);
      await channel.close();
    }
    delete disk.faults.sync;
    delete disk.faults.free;
    if (chance(0.5)) disk.losePower();
    else disk.kill();
    host.kill();
    expect(life.damaged).toEqual([]);
  }
  const last = new Life(disk);
  const ids = await last.drain();
  expect([last.damaged, last.said.filter((line) => line.includes('damaged'))]).toEqual([[], []]);
  const came = new Set(ids);
  expect([...owed].filter((id) => !came.has(id))).toEqual([]);
  // Nothing twice in one life, nothing that was never put, in the order of the puts.
  expect(ids).toEqual([...came].sort((a, b) => a - b));
  for (const id of ids) expect(owed.has(id) || committed.has(id) || unknown.has(id)).toBe(true);
  await last.channel.close();
  // All taken, all written: the next life finds nothing.
  expect(new Life(disk).channel.size).toBe(0);
}

describe('a durable channel', () => {
  const worlds = Number(process.env.SLUICE_WORLDS ?? 60);
  it(`loses nothing acknowledged in ${worlds} worlds of kills, lost power, failing syncs and full disks`, async () => {
    for (let seed = 1; seed <= worlds; seed++) {
      try {
        await world(seed);
      } catch (error) {
        throw new Error(`World ${seed}: ${(error as Error).message}`, { cause: error });
      }
    }
  }, 300_000);
});
