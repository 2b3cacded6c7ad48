import { describe, expect, it } from 'vitest';
import { createRestartPolicy } from './restart-policy.ts';

/** Lives through `lives` processes of `lifeMs` each; returns the delays. */
function live(lives: number, lifeMs: number, wasKilled: boolean, gets: 'started' | 'nowhere' = 'started') {
  let now = 0;
  const policy = createRestartPolicy(() => now);
  const delays: (number | undefined)[] = [];
  for (let life = 0; life < lives; life += 1) {
    policy.launched();
    now += 200;
    if (gets === 'started') policy.started();
    now += lifeMs;
    const delay = policy.died(wasKilled);
    delays.push(delay);
    if (delay === undefined) break;
    now += delay;
  }
  return delays;
}

describe('when an engine process is started again', () => {
  it('doubles the delay of crashes soon after the start, up to five seconds', () => {
    expect(live(8, 100, false)).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  });

  it('gives up at the twentieth such crash within a minute', () => {
    let now = 0;
    const policy = createRestartPolicy(() => now);
    const delays: (number | undefined)[] = [];
    for (let life = 0; (life < 25 && delays.at(-1) !== undefined) || life === 0; life += 1) {
      policy.launched();
      policy.started();
      now += 10;
      delays.push(policy.died(false));
    }
    expect(delays).toHaveLength(20);
    expect(delays[19]).toBeUndefined();
  });

  it('starts again at once what had worked for a while, however often', () => {
    expect(new Set(live(100, 3500, false))).toEqual(new Set([100]));
  });

  it('starts again at once what was killed, fifty times in a row', () => {
    expect(new Set(live(50, 10, true))).toEqual(new Set([100]));
    expect(live(1, 10, true, 'nowhere')).toEqual([100]);
  });

  it('does not restart for ever what never gets going', () => {
    expect(live(60, 1, false, 'nowhere').length).toBeLessThanOrEqual(60);
    expect(live(3, 1, false, 'nowhere')).toEqual([100, 200, 400]);
  });
});
