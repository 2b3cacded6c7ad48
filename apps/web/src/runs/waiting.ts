import type { Flow } from '@sluice/flow';
import type { TickRing } from '../store/tick-ring.ts';

/** What stands in the buffers of a run, and how long it takes to run out at the rate of now. */
export interface Waiting {
  readonly events: number;
  /** Names of the buffers that hold something, the fullest first. */
  readonly names: readonly string[];
  /** Undefined while nothing leaves a buffer that holds something. */
  readonly seconds: number | undefined;
}

/** A stop waits so long for what is in flight without being told; what runs out until then is no question. */
const usualGraceSeconds = 5;
const [shortest, longest] = [30, 600];

/** Looks into the buffers of the flow that runs. */
export function waitingIn(flow: Flow, run: Pick<TickRing, 'value' | 'rate'>): Waiting {
  const held: { readonly name: string; readonly events: number; readonly seconds: number | undefined }[] = [];
  for (const [id, { name }] of Object.entries(flow.components)) {
    const events = run.value('component', id, 'fill') ?? 0;
    if (events <= 0) continue;
    const leaving = Object.entries(flow.connections)
      .filter(([, { from }]) => from.component === id)
      .map(([connection]) => run.rate('connection', connection, 'events') ?? 0);
    const rate = Math.min(...leaving);
    held.push({ name, events, seconds: rate > 0 && Number.isFinite(rate) ? events / rate : undefined });
  }
  held.sort((a, b) => b.events - a.events);
  const seconds = held.map((one) => one.seconds);
  return {
    events: held.reduce((sum, one) => sum + one.events, 0),
    names: held.map(({ name }) => name),
    seconds: seconds.includes(undefined) ? undefined : Math.max(0, ...(seconds as number[])),
  };
}

/** Whether stopping as usual would lose something, so that a person has to choose. */
export function needsChoice({ events, seconds }: Waiting): boolean {
  return events > 0 && (seconds === undefined || seconds > usualGraceSeconds);
}

/** How long draining may take: twice what it should, within half a minute and ten minutes. */
export function drainLimitSeconds({ seconds }: Waiting): number {
  if (seconds === undefined) return shortest * 2;
  return Math.min(longest, Math.max(shortest, Math.ceil((seconds * 2) / 10) * 10));
}
