import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BufferOperator } from '@sluice/ir';
import { VirtualHost } from '@sluice/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventBatch } from '../batch-build.ts';
import { readRecords } from '../batch-read.ts';
import { DurableChannel } from '../models/transactional/durable-channel.ts';
import { createLogDisk } from './log-disk.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sluice-log-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const operator = (id = 'c', data = 'data'): BufferOperator => ({
  kind: 'buffer',
  medium: 'durable',
  capacity: 1_000_000,
  transactionCapacity: 10_000,
  keepAliveMs: 0,
  id,
  stage: 's',
  inputs: ['in'],
  outputs: [],
  parallelism: { executors: 1, tasks: 1 },
  origin: { component: id },
  durable: {
    checkpointDirectory: join(directory, `${data}-checkpoint`),
    dataDirectories: [join(directory, data)],
    checkpointIntervalMs: 1_000_000,
    maxFileBytes: 1 << 20,
    minimumFreeBytes: 0,
  },
});

function opened(one = operator()): { readonly channel: DurableChannel; readonly said: string[] } {
  const channel = new DurableChannel(one, new VirtualHost({ logs: createLogDisk(join(directory, 'own')) }));
  const said: string[] = [];
  channel.open({
    state: () => undefined,
    damaged: (records, message) => said.push(`${records}: ${message}`),
    log: (level, message) => level === 'warning' && said.push(message),
  });
  return { channel, said };
}

const batchOf = (from: number, count: number) =>
  eventBatch(
    Array.from({ length: count }, (_, i) => `${from + i}`),
    undefined,
    0,
  );

function drain(channel: DurableChannel): number[] {
  const ids: number[] = [];
  for (let take = channel.take(1000); take; take = channel.take(1000)) {
    for (const { body } of readRecords(take.batch)) ids.push(Number.parseInt(String(body), 10));
    take.commit();
  }
  return ids;
}

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const segments = (): string[] => readdirSync(join(directory, 'data')).filter((name) => name.endsWith('.log'));

describe('a durable channel on real files', () => {
  it('gives out after a restart what was put and not taken, from a checkpoint or without', async () => {
    const first = opened().channel;
    for (let i = 0; i < 50; i++) expect(await first.put(batchOf(i * 10, 10))).toBeUndefined();
    const take = first.take(205, 1);
    take?.commit();
    const taken = take?.count ?? 0;
    await first.close();
    rmSync(join(directory, 'data-checkpoint'), { recursive: true });
    const { channel, said } = opened();
    expect([drain(channel), said]).toEqual([numbers(taken, 500), []]);
    await channel.close();
  });

  it('passes over what is damaged, says so, and gives out the rest', async () => {
    const first = opened().channel;
    for (let i = 0; i < 30; i++) await first.put(batchOf(i * 10, 10));
    await first.close();
    const [name = ''] = segments();
    const path = join(directory, 'data', name);
    const bytes = readFileSync(path);
    const at = 64 + Math.floor((bytes.indexOf(Buffer.from('299')) - 64) / 2);
    bytes[at] = (bytes[at] as number) ^ 4;
    writeFileSync(path, bytes);
    rmSync(join(directory, 'data-checkpoint'), { recursive: true });
    const { channel, said } = opened();
    const ids = drain(channel);
    expect(said).toEqual([expect.stringMatching(/is damaged at byte \d+ .*10 events skipped/)]);
    expect(ids).toHaveLength(290);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    await channel.close();
  });

  it('counts what can no longer be read when it is to be taken', async () => {
    const first = opened().channel;
    for (let i = 0; i < 3; i++) await first.put(batchOf(i * 10, 10));
    await first.close();
    const path = join(directory, 'data', segments()[0] ?? '');
    const bytes = readFileSync(path);
    const at = bytes.indexOf(Buffer.from('15'));
    bytes[at] = 0x39;
    writeFileSync(path, bytes);
    const { channel, said } = opened();
    expect(drain(channel)).toEqual([...numbers(0, 10), ...numbers(20, 30)]);
    expect(said).toEqual([expect.stringMatching(/^10: 10 events in segment .* are lost/)]);
    await channel.close();
  });

  it('refuses folders another channel has open', async () => {
    const { channel } = opened();
    expect(() => opened(operator('d'))).toThrow(expect.objectContaining({ code: 'RUN_CHANNEL_LOCKED' }));
    await channel.close();
    await opened(operator('d')).channel.close();
  });

  const kills = Number(process.env.SLUICE_KILLS ?? 4);
  it(`loses nothing acknowledged when its process is killed ${kills} times`, async () => {
    const url = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
    const script = `
      const { DurableChannel } = await import(${url('../models/transactional/durable-channel.ts')});
      const { createLogDisk } = await import(${url('./log-disk.ts')});
      const { eventBatch } = await import(${url('../batch-build.ts')});
      const { readRecords } = await import(${url('../batch-read.ts')});
      const [own, operator, from] = process.argv.slice(1);
      const channel = new DurableChannel(JSON.parse(operator), {
        logs: createLogDisk(own),
        files: { resolve: (path) => path },
        schedule(delayMs, action) { const timer = setTimeout(action, delayMs); return () => clearTimeout(timer); },
      });
      channel.open({ state() {}, damaged(n, text) { console.log('damaged ' + text); }, log(level, text) { if (level === 'warning' && !text.includes('cut short')) console.log('damaged ' + text); } });
      let next = Number(from);
      for (;;) {
        const count = 1 + next % 40;
        const first = next;
        next += count;
        console.log('put ' + first + ' ' + count);
        const bodies = Array.from({ length: count }, (_, i) => (first + i) + ' ' + 'x'.repeat((first + i) % 900));
        const refusal = await channel.put(eventBatch(bodies, undefined, 0));
        if (!refusal) console.log('kept ' + first + ' ' + count);
        if (next % 3 === 0) {
          const take = channel.take(30);
          const ids = readRecords(take.batch).map((one) => parseInt(one.body));
          console.log('taken ' + ids[0] + ' ' + ids.at(-1));
          take.commit();
        }
      }`;
    const kept = new Set<number>();
    const taken = new Set<number>();
    let next = 0;
    for (let life = 0; life < kills; life++) {
      const child = spawn(
        process.execPath,
        [
          '--import',
          'tsx',
          '--conditions=@sluice/source',
          '--input-type=module',
          '-e',
          script,
          join(directory, 'own'),
          JSON.stringify(operator()),
          String(next),
        ],
        { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const gone = new Promise((resolve) => child.on('exit', resolve));
      let lines = 0;
      for await (const line of createInterface({ input: child.stdout })) {
        const [what, first, second] = line.split(' ').map((part, i) => (i === 0 ? part : Number(part)));
        const [from, to] = [first as number, second as number];
        expect(what).not.toBe('damaged');
        if (what === 'put') next = from + to;
        else if (what === 'kept') for (const id of numbers(from, from + to)) kept.add(id);
        else for (let id = from; id <= to; id++) taken.add(id);
        if (++lines > 150 + 37 * life) child.kill('SIGKILL');
      }
      await gone;
    }
    const { channel, said } = opened();
    const ids = drain(channel);
    expect(said.filter((line) => !line.includes('cut short'))).toEqual([]);
    const found = new Set([...ids, ...taken]);
    expect([...kept].filter((id) => !found.has(id))).toEqual([]);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    await channel.close();
  }, 240_000);
});
