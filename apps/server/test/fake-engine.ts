import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReplayControl, Run, RunHost, Series } from '@sluice/runtime';
import { serveIpc } from '../src/engine/serve-ipc.ts';

/**
 * An engine process with a runtime that only counts: 10 events each 10 ms, remembered across crashes. What it does
 * besides is asked for by `configure`: `spin` blocks the process, `crash` ends it, `end` ends the run, `flood`
 * prints many lines.
 */
serveIpc({
  createHost(order, emit) {
    const fileOf = (key: string): string => join(order.directory, `fake-${key}.json`);
    return {
      implementations: {},
      now: () => Date.now(),
      schedule: () => () => undefined,
      seed: order.seed,
      files: { resolve: (path) => path },
      capabilities: { exec: false, isPortAllowed: () => true },
      openDataset: () => {
        throw new Error('none');
      },
      loadState: (key) =>
        existsSync(fileOf(key)) ? JSON.parse(readFileSync(fileOf(key), 'utf8')) : undefined,
      // Written beside and renamed: a kill in the middle of a write must not leave half a file.
      saveState: (key, state) => {
        writeFileSync(`${fileOf(key)}.new`, JSON.stringify(state));
        renameSync(`${fileOf(key)}.new`, fileOf(key));
      },
      emit,
    } satisfies RunHost;
  },
  createRun(program, host): Run {
    if (program.name === 'refuses') throw new Error('This program cannot run.');
    const series: Series[] = [
      { scope: 'component', ref: 'sink', name: 'in', kind: 'counter', unit: 'events' },
      { scope: 'component', ref: 'sink', name: 'lost', kind: 'counter', unit: 'events' },
      { scope: 'run', ref: '', name: 'latency.p50', kind: 'gauge', unit: 'ms' },
    ];
    /** Values of series that came late. */
    const late: number[] = [];
    let events = 0;
    let timer: NodeJS.Timeout | undefined;
    let rate = 10;
    let isPaused = false;
    const restored = host.loadState('sink');
    const replay: ReplayControl = {
      dataset: 'access-log',
      total: 1000,
      naturalRate: 10,
      position: () => events,
      isPaused: () => isPaused,
      pause: () => {
        isPaused = true;
      },
      resume: () => {
        isPaused = false;
      },
      seek: () => undefined,
      setRate: (value) => {
        rate = value;
      },
      rate: () => rate,
      setLoop: () => undefined,
      isLooping: () => false,
    };
    return {
      series,
      async start() {
        host.emit({ kind: 'component-state', component: 'sink', state: 'running' });
        host.emit({
          kind: 'log',
          timeMs: host.now(),
          level: 'info',
          message: restored ? 'recovered' : 'fresh',
        });
        timer = setInterval(() => {
          if (isPaused) return;
          events += 10;
          host.saveState('sink', { events });
        }, 10);
      },
      async stop() {
        clearInterval(timer);
        host.emit({ kind: 'print', timeMs: host.now(), component: 'sink', text: `total ${events}` });
      },
      sample: () => ({
        timeMs: host.now(),
        values: [events, restored ? 1 : 0, Number.POSITIVE_INFINITY, ...late],
      }),
      replays: () => new Map([['source', replay]]),
      views: () => [
        {
          component: 'sink',
          name: 'sink',
          columns: ['events'],
          presentation: 'table',
          rows: [[events]],
          total: 1,
        },
      ],
      setFault: () => undefined,
      killWorker: () => false,
      configure(_component, field, value) {
        if (field === 'spin') for (const end = Date.now() + Number(value); Date.now() < end; );
        if (field === 'crash' && !host.loadState('crash')) {
          // A new process is told again what was set: it crashes once.
          host.saveState('crash', { was: true });
          throw new Error('planted crash');
        }
        if (field === 'late') {
          series.push({ scope: 'component', ref: 'sink', name: 'late', kind: 'counter', unit: 'events' });
          late.push(Number(value));
        }
        if (field === 'end') host.emit({ kind: 'done' });
        if (field === 'flood') {
          for (let i = 0; i < Number(value); i += 1) {
            host.emit({ kind: 'print', timeMs: host.now(), component: 'sink', text: `line ${i}` });
          }
        }
      },
    };
  },
});
