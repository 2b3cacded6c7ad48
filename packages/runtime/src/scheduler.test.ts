import { VirtualHost } from '@sluice/testkit';
import { describe, expect, it } from 'vitest';
import { createScheduler } from './scheduler.ts';

describe('scheduler', () => {
  it('takes turns, and lets the event loop in between slices of a task that never rests', async () => {
    const host = new VirtualHost();
    const scheduler = createScheduler(host, () => {});
    const turns: string[] = [];
    const tasks = ['a', 'b'].map((name) =>
      scheduler.task(() => {
        turns.push(name);
        return turns.length < 4000;
      }),
    );
    for (const task of tasks) task.wake();
    let timers = 0;
    const tick = (): void => {
      timers++;
      host.schedule(0, tick);
    };
    host.schedule(0, tick);
    await host.until(() => turns.length >= 4000);
    expect(turns.slice(0, 6)).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect(timers).toBeGreaterThan(5);
  });

  it('runs a lazy task when nothing else is ready, or after the linger', async () => {
    const host = new VirtualHost();
    const scheduler = createScheduler(host, () => {});
    const turns: string[] = [];
    let left = 3;
    const busy = scheduler.task(() => {
      turns.push('busy');
      return --left > 0;
    });
    const lazy = scheduler.task(() => {
      turns.push('lazy');
      return false;
    });
    lazy.wakeLazily();
    busy.wake();
    await host.advance(0);
    expect(turns).toEqual(['busy', 'busy', 'busy', 'lazy']);
  });

  it('hands over what a step throws and goes on with the others', async () => {
    const host = new VirtualHost();
    const errors: unknown[] = [];
    const scheduler = createScheduler(host, (error) => errors.push(error));
    const seen: number[] = [];
    scheduler
      .task(() => {
        throw new Error('broken');
      })
      .wake();
    scheduler
      .task(() => {
        seen.push(1);
        return false;
      })
      .wake();
    await host.advance(1);
    expect(errors).toHaveLength(1);
    expect(seen).toEqual([1]);
  });

  it('wakes after a delay, earlier when woken, never when closed', async () => {
    const host = new VirtualHost();
    const scheduler = createScheduler(host, () => {});
    const at: number[] = [];
    const start = host.now();
    const task = scheduler.task(() => {
      at.push(host.now() - start);
      return false;
    });
    task.wakeAfter(100);
    await host.advance(50);
    task.wake();
    await host.advance(200);
    expect(at).toEqual([50]);
    task.wakeAfter(100);
    task.close();
    await host.advance(200);
    expect(at).toEqual([50]);
  });
});
