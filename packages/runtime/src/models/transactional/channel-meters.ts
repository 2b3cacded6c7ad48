import type { Stream } from '@sluice/ir';
import type { Batch } from '../../batch.ts';
import { liveRows } from '../../batch.ts';
import { byteSize } from '../../batch-read.ts';
import type { Meter, Meters } from '../../metrics/meters.ts';
import type { Channel } from './channel.ts';

/** Counters of one channel, Flume's names and ours. */
export interface ChannelMeters {
  readonly putAttempted: Meter;
  readonly putSucceeded: Meter;
  readonly takeAttempted: Meter;
  readonly takeSucceeded: Meter;
  readonly in: Meter;
  readonly out: Meter;
  readonly lost: Meter;
  readonly duplicated: Meter;
  /** Sets the gauges. */
  gauge(channel: Channel): void;
}

/** Registers the series of a channel; asking again gives the same ones. */
export function channelMeters(meters: Meters, component: string): ChannelMeters {
  const counter = (name: string): Meter => meters.counter('component', component, name, 'events');
  const gauge = (name: string, unit: string): Meter => meters.gauge('component', component, name, unit);
  const size = gauge('ChannelSize', 'events');
  const capacity = gauge('ChannelCapacity', 'events');
  const percentage = gauge('ChannelFillPercentage', '%');
  const fill = gauge('fill', 'events');
  const limit = gauge('capacity', 'events');
  return {
    putAttempted: counter('EventPutAttemptCount'),
    putSucceeded: counter('EventPutSuccessCount'),
    takeAttempted: counter('EventTakeAttemptCount'),
    takeSucceeded: counter('EventTakeSuccessCount'),
    in: counter('in'),
    out: counter('out'),
    lost: counter('lost'),
    duplicated: counter('duplicated'),
    gauge(channel) {
      const held = channel.size + channel.taken;
      size.set(held);
      fill.set(held);
      capacity.set(channel.capacity);
      limit.set(channel.capacity);
      percentage.set((100 * held) / channel.capacity);
    },
  };
}

/** Counters of one connection. */
export interface ConnectionMeters {
  readonly events: Meter;
  readonly bytes: Meter;
  /** Counts a batch; returns its bytes. */
  moved(batch: Batch): number;
  readonly queued: Meter;
}

/** Registers the series of the connection a stream comes from; undefined for streams inside a component. */
export function connectionMeters(meters: Meters, stream: Stream): ConnectionMeters | undefined {
  const connection = stream.origin.connection;
  if (connection === undefined) return undefined;
  const events = meters.counter('connection', connection, 'events', 'events');
  const bytes = meters.counter('connection', connection, 'bytes', 'bytes');
  const queued = meters.gauge('connection', connection, 'queued', 'events');
  return {
    events,
    bytes,
    queued,
    moved(batch) {
      const size = byteSize(batch);
      events.add(liveRows(batch));
      bytes.add(size);
      return size;
    },
  };
}
