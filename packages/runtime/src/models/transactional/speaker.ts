import type { Stream } from '@sluice/ir';
import type { Batch } from '../../batch.ts';
import { liveRows } from '../../batch.ts';
import { sliceBatch } from '../../batch-cut.ts';
import type { StageInput } from '../model.ts';
import type { Channel } from './channel.ts';
import { channelMeters, connectionMeters } from './channel-meters.ts';
import type { Arrival, StageGraph } from './stage-graph.ts';

/** How soon what a full channel refused is offered again. */
const retryMs = 100;

interface Waiting {
  readonly stream: Stream;
  readonly channel: Channel;
  readonly batch: Batch;
  /** A durable channel has not answered yet. */
  isPutting?: boolean;
}

/** Puts what operators say of themselves, not in answer to a source's record; it cannot be rolled back to anybody. */
export interface Speaker {
  /** Puts these, and again what is refused, until it is taken. */
  offer(arrivals: readonly Arrival[]): void;
  isDone(): boolean;
  close(): void;
}

/** Makes a speaker; `taken` hears when nothing waits any more after something did. */
export function createSpeaker(input: StageInput, taken: () => void = () => undefined): Speaker {
  const { host } = input;
  let waiting: readonly Waiting[] = [];
  let cancel: (() => void) | undefined;
  let isClosed = false;

  /** In order for each channel: what comes after a refusal waits too, and so it does until a durable channel answers. */
  function put(): void {
    const busy = new Set<Channel>();
    waiting = waiting.filter((one) => {
      const { stream, channel, batch } = one;
      if (busy.has(channel)) return true;
      busy.add(channel);
      if (one.isPutting) return true;
      const counters = channelMeters(input.meters, channel.component);
      counters.putAttempted.add(liveRows(batch));
      const committed = (): void => {
        counters.putSucceeded.add(liveRows(batch));
        counters.in.add(liveRows(batch));
        connectionMeters(input.meters, stream)?.moved(batch);
      };
      const answer = channel.put(batch);
      if (answer instanceof Promise) {
        one.isPutting = true;
        void answer.then((refusal) => {
          one.isPutting = false;
          if (refusal) return;
          committed();
          waiting = waiting.filter((other) => other !== one);
          if (!isClosed) put();
        });
        return true;
      }
      if (answer !== undefined) return true;
      committed();
      busy.delete(channel);
      return false;
    });
  }

  function look(): void {
    cancel = undefined;
    if (isClosed) return;
    put();
    if (waiting.length > 0) cancel = host.schedule(retryMs, look);
    else taken();
  }

  return {
    offer(arrivals) {
      waiting = [
        ...waiting,
        ...arrivals.flatMap(({ stream, batch }) => {
          const channel = input.bufferOf(stream.to.operator) as Channel | undefined;
          return channel
            ? partsOf(batch, channel.transactionCapacity).map((part) => ({ stream, channel, batch: part }))
            : [];
        }),
      ];
      put();
      if (waiting.length > 0) cancel ??= host.schedule(retryMs, look);
    },
    isDone: () => waiting.length === 0,
    close() {
      isClosed = true;
      cancel?.();
    },
  };
}

/** A batch in as many pieces as it takes transactions. */
function partsOf(batch: Batch, size: number): Batch[] {
  const rows = liveRows(batch);
  if (rows <= size) return [batch];
  const parts: Batch[] = [];
  for (let at = 0; at < rows; at += size) parts.push(sliceBatch(batch, at, Math.min(size, rows - at)));
  return parts;
}

/**
 * Lets an operator speak that speaks with time. What a full channel refuses is offered again, and until it is taken
 * the operator is not asked for more: what it gathers stays in it, and it makes up for what it missed one tick at a time.
 */
export interface Ticker {
  start(): void;
  /** Nothing it has said waits, and nothing will be said without new records; a stop waits for no window. */
  isDone(isStopping: boolean): boolean;
  close(): void;
}

/** Keeps an operator of a stage speaking. */
export function createTicking(input: StageInput, ticking: StageGraph['ticking'][number]): Ticker {
  const { host } = input;
  const speaker = createSpeaker(input, () => tick());
  let toldMs = 0;
  let cancel: (() => void) | undefined;
  let isClosed = false;

  function tick(): void {
    if (isClosed) return;
    cancel?.();
    const now = host.now();
    while (speaker.isDone() && toldMs + ticking.everyMs <= now) {
      toldMs += ticking.everyMs;
      speaker.offer(ticking.tick(toldMs));
    }
    // The speaker says when it is done.
    if (speaker.isDone()) cancel = host.schedule(Math.max(1, toldMs + ticking.everyMs - now), tick);
  }

  return {
    start() {
      toldMs = host.now();
      cancel = host.schedule(ticking.everyMs, tick);
    },
    isDone: (isStopping) => speaker.isDone() && (isStopping || !ticking.isHolding()),
    close() {
      isClosed = true;
      cancel?.();
      speaker.close();
    },
  };
}
