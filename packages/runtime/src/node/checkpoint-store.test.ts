import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCheckpointStore } from './checkpoint-store.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sluice-checkpoint-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const files = (what: string): string[] =>
  readdirSync(directory)
    .filter((name) => name.endsWith(what))
    .map((name) => join(directory, name));
const newest = (what: string, half: number): string =>
  files(`.${half}.${what}`)[0] ?? 'there is no such file';

/** Three generations with entries: halves 1, 0, 1. */
function written(): void {
  const store = createCheckpointStore(directory);
  for (const n of [1, 2, 3]) {
    store.save('s', { n });
    store.append('s', { after: n, is: 'first' });
    store.append('s', { after: n, is: 'second' });
  }
  store.close();
}

describe('checkpoint files', () => {
  it('give back structured data as it was, views cut from their slabs', () => {
    const slab = new Uint8Array(1 << 20).fill(7);
    const state = {
      map: new Map<unknown, unknown>([
        ['a', Number.NaN],
        [null, undefined],
      ]),
      numbers: Float64Array.of(1.5, Number.NEGATIVE_INFINITY),
      view: slab.subarray(10, 13),
      text: 'grüße 😀',
    };
    const store = createCheckpointStore(directory);
    expect(store.load('k')).toBeUndefined();
    expect(store.save('k', state)).toBeLessThan(1000);
    store.close();
    expect(createCheckpointStore(directory).load('k')).toEqual({ state, entries: [] });
  });

  it('give the newest checkpoint and what was appended after it', () => {
    written();
    expect(createCheckpointStore(directory).load('s')).toEqual({
      state: { n: 3 },
      entries: [
        { after: 3, is: 'first' },
        { after: 3, is: 'second' },
      ],
    });
  });

  it.each([
    ['cut short', (path: string) => truncateSync(path, 20)],
    ['empty', (path: string) => truncateSync(path, 0)],
    [
      'with one wrong byte',
      (path: string) => {
        const bytes = readFileSync(path);
        bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
        writeFileSync(path, bytes);
      },
    ],
  ])(
    'fall back to the older one when the newest is %s, and go on with both lists of entries',
    (_how, harm) => {
      written();
      harm(newest('state', 1));
      const store = createCheckpointStore(directory);
      const found = store.load('s');
      expect(found?.state).toEqual({ n: 2 });
      expect(found?.entries.map((entry) => `${entry.after} ${entry.is}`)).toEqual([
        '2 first',
        '2 second',
        '3 first',
        '3 second',
      ]);
      store.append('s', { after: 3, is: 'third' });
      store.close();
      const again = createCheckpointStore(directory);
      expect(again.load('s')?.entries).toHaveLength(5);
      again.save('s', { n: 4 });
      again.close();
      expect(createCheckpointStore(directory).load('s')).toEqual({ state: { n: 4 }, entries: [] });
    },
  );

  it('end the entries where one is torn, and write the next one in its place', () => {
    written();
    const log = newest('entries', 1);
    truncateSync(log, readFileSync(log).length - 3);
    const store = createCheckpointStore(directory);
    expect(store.load('s')?.entries).toEqual([{ after: 3, is: 'first' }]);
    store.append('s', { after: 3, is: 'new' });
    store.close();
    expect(createCheckpointStore(directory).load('s')?.entries).toEqual([
      { after: 3, is: 'first' },
      { after: 3, is: 'new' },
    ]);
  });

  it('do not take entries of an older generation for those of a newer one', () => {
    written();
    // The process died between the rename of the state and the start of its list.
    const store = createCheckpointStore(directory);
    store.load('s');
    const before = readFileSync(newest('entries', 0));
    store.save('s', { n: 4 });
    store.close();
    writeFileSync(newest('entries', 0), before);
    expect(createCheckpointStore(directory).load('s')).toEqual({ state: { n: 4 }, entries: [] });
  });

  it('are nothing when both are harmed', () => {
    written();
    for (const path of files('.state')) truncateSync(path, 5);
    expect(createCheckpointStore(directory).load('s')).toBeUndefined();
  });

  it('leave no file beside', () => {
    written();
    expect(files('.new.state')).toEqual([]);
  });

  it('fit together whenever a process is killed while it writes them', async () => {
    const script = `
      const { createCheckpointStore } = await import(${JSON.stringify(new URL('./checkpoint-store.ts', import.meta.url).href)});
      const store = createCheckpointStore(process.argv[1]);
      const found = store.load('k');
      let n = found ? found.state.n + found.entries.length : 0;
      for (;;) {
        store.save('k', { n, fill: 'x'.repeat(n % 7 * 10000) });
        if (n === 0) process.stdout.write('ready');
        for (let k = 0; k < 3; k++) store.append('k', { n: ++n });
        if (n % 300 === 0) process.stdout.write('.');
      }`;
    let reached = 0;
    for (let life = 0; life < 4; life++) {
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', '--conditions=@sluice/source', '--input-type=module', '-e', script, directory],
        { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] },
      );
      let dots = 0;
      await new Promise<void>((resolve) => {
        child.on('exit', () => resolve());
        child.stdout.on('data', (text: Buffer) => {
          dots += text.length;
          // Somewhere in the middle of a write, most likely.
          if (dots > 12) child.kill('SIGKILL');
        });
      });
      const found = createCheckpointStore(directory).load('k');
      const state = found?.state as { readonly n: number };
      const last = state.n + (found?.entries.length ?? 0);
      expect(found?.entries.map((entry) => entry.n)).toEqual(
        Array.from({ length: last - state.n }, (_, i) => state.n + 1 + i),
      );
      expect(last).toBeGreaterThan(reached);
      reached = last;
    }
  }, 120_000);
});
