import { describe, expect, it } from 'vitest';
import { EmptyPolls } from './empty-polls.ts';

describe('empty batches', () => {
  it('come as often as Flume asks: after the keep-alive, then one to five seconds later', () => {
    let nowMs = 0;
    const polls = new EmptyPolls(() => nowMs);
    polls.begin(3000);
    const at: number[] = [];
    for (; nowMs < 60_000; nowMs += 100) if (polls.counted() > 0) at.push(nowMs);
    expect(at).toEqual([3000, 7000, 12_000, 18_000, 25_000, 33_000, 41_000, 49_000, 57_000]);
  });

  it('are counted when the sink is busy again, and begin anew when it is idle', () => {
    let nowMs = 0;
    const polls = new EmptyPolls(() => nowMs);
    polls.begin(0);
    nowMs = 2500;
    polls.end();
    nowMs = 10_000;
    expect(polls.counted()).toBe(2);
    polls.begin(0);
    nowMs = 11_500;
    expect(polls.counted()).toBe(2);
  });
});
