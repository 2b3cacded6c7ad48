import { examples } from '@sluice/examples';
import { describe, expect, it } from 'vitest';
import { drainLimitSeconds, needsChoice, waitingIn } from './waiting.ts';

const flow = examples.find(({ id }) => id === 'classic-agent')?.flow;
if (!flow) throw new Error('no classic agent');
const idOf = (name: string): string =>
  Object.keys(flow.components).find((id) => flow.components[id]?.name === name) ?? '';
const edgeFrom = (name: string): string =>
  Object.keys(flow.connections).find((id) => flow.connections[id]?.from.component === idOf(name)) ?? '';

/** A run with so much in the two channels, leaving at so much a second. */
function run(chan1: readonly [number, number], chan2: readonly [number, number]) {
  const fill = new Map([
    [idOf('chan1'), chan1[0]],
    [idOf('chan2'), chan2[0]],
  ]);
  const rate = new Map([
    [edgeFrom('chan1'), chan1[1]],
    [edgeFrom('chan2'), chan2[1]],
  ]);
  return waitingIn(flow as never, {
    value: (_scope, ref, name) => (name === 'fill' ? fill.get(ref) : undefined),
    rate: (_scope, ref) => rate.get(ref),
  });
}

describe('what a stop would leave behind', () => {
  it('is nothing when channels are empty, or run out while a stop waits anyway', () => {
    expect(needsChoice(run([0, 0], [0, 100]))).toBe(false);
    expect(run([10, 100], [400, 100])).toEqual({ events: 410, names: ['chan2', 'chan1'], seconds: 4 });
    expect(needsChoice(run([10, 100], [400, 100]))).toBe(false);
  });

  it('is a question when draining takes longer, or cannot be told', () => {
    expect(needsChoice(run([0, 0], [812, 20]))).toBe(true);
    expect(run([5, 0], [0, 0])).toEqual({ events: 5, names: ['chan1'], seconds: undefined });
    expect(needsChoice(run([5, 0], [0, 0]))).toBe(true);
  });

  it('gives draining twice the time it should need, within limits', () => {
    expect(drainLimitSeconds(run([0, 0], [812, 20]))).toBe(90);
    expect(drainLimitSeconds(run([0, 0], [100, 10]))).toBe(30);
    expect(drainLimitSeconds(run([0, 0], [9999, 1]))).toBe(600);
    expect(drainLimitSeconds(run([5, 0], [0, 0]))).toBe(60);
  });
});
