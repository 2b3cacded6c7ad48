import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStateStore } from './state-store.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sluice-state-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('state store', () => {
  it('gives back the newest state, also to another store', () => {
    const store = createStateStore(directory);
    for (let n = 0; n <= 5; n++) store.save('a/b#0', { n });
    store.save('é', { text: 'ü'.repeat(100) });
    expect(store.load('a/b#0')).toEqual({ n: 5 });
    const again = createStateStore(directory);
    expect(again.load('a/b#0')).toEqual({ n: 5 });
    expect(again.load('é')).toEqual({ text: 'ü'.repeat(100) });
    expect(again.load('none')).toBeUndefined();
  });

  it('falls back to the copy before when the newest is torn, wherever it is torn', () => {
    const size = 60;
    for (let at = 0; at < size; at += 7) {
      rmSync(directory, { recursive: true, force: true });
      const store = createStateStore(directory);
      store.save('key', { n: 1, fill: 'x'.repeat(30) });
      store.save('key', { n: 2, fill: 'y'.repeat(30) });
      store.close();
      const file = openSync(join(directory, readdirSync(directory)[0] as string), 'r+');
      // The second copy lies in the first half.
      writeSync(file, Buffer.alloc(size - at), 0, size - at, at);
      closeSync(file);
      expect(createStateStore(directory).load('key')).toMatchObject({ n: 1 });
    }
  });

  it('refuses what does not fit and keeps what was there', () => {
    const store = createStateStore(directory);
    store.save('key', { n: 1 });
    store.save('key', { text: 'x'.repeat(900_000) });
    expect(createStateStore(directory).load('key')).toEqual({ text: 'x'.repeat(900_000) });
    store.save('key', { n: 1 });
    for (const text of ['x'.repeat(1_100_000), 'ü'.repeat(600_000)])
      expect(() => store.save('key', { text })).toThrow(/longer than/);
    expect(createStateStore(directory).load('key')).toEqual({ n: 1 });
  });

  it('survives a process that kills itself while saving', () => {
    const script = `
      const { createStateStore } = await import(${JSON.stringify(new URL('./state-store.ts', import.meta.url).href)});
      const store = createStateStore(process.argv[1]);
      for (let n = 1; ; n++) {
        store.save('key', { n });
        if (n === 5000) process.kill(process.pid, 'SIGKILL');
      }`;
    expect(() =>
      execFileSync(
        process.execPath,
        ['--import', 'tsx', '--conditions=@sluice/source', '--input-type=module', '-e', script, directory],
        { stdio: 'pipe' },
      ),
    ).toThrow();
    expect(createStateStore(directory).load('key')).toEqual({ n: 5000 });
  });
});
