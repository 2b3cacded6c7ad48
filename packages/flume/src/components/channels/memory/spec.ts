import { defineComponent, field } from '@sluice/component';
import { channelMetrics } from '../../../node-metrics.ts';
import { givesEvents, takesPuts } from '../../../ports.ts';

export const spec = defineComponent({
  id: 'flume.channel.memory',
  title: 'memory',
  summary: 'Holds events in memory between sources and sinks; fast, and empty after a crash.',
  docs: [
    'A source whose batch finds no room waits `keep-alive` and is then refused: the source decides what happens next. A sink that finds nothing waits as long and then commits what it has.',
    'Make the capacity at least ten times the largest batch: a sink keeps its batch open until it is full or nothing came for `keep-alive`, and the room is free only after that.',
  ],
  icon: 'database',
  exportType: 'memory',
  inputs: takesPuts,
  outputs: givesEvents,
  nodeMetrics: channelMetrics,
  guarantee: 'None across a crash: events in the channel are lost with the process.',
  config: {
    capacity: field.integer({
      label: 'Capacity',
      help: 'Most events held at once.',
      exportKey: 'capacity',
      default: 100,
      min: 1,
      unit: 'events',
    }),
    transactionCapacity: field.integer({
      label: 'Transaction capacity',
      help: 'Most events in one transaction of a source or a sink.',
      exportKey: 'transactionCapacity',
      default: 100,
      min: 1,
      unit: 'events',
    }),
    keepAliveSeconds: field.integer({
      label: 'Keep alive',
      help: 'How long a full channel makes a source wait, and an empty one a sink.',
      exportKey: 'keep-alive',
      default: 3,
      min: 0,
      unit: 's',
    }),
    byteCapacity: field.integer({
      label: 'Byte capacity',
      help: "Most bytes of bodies held at once. Not set: 80 % of the agent's heap; in embedded runs no limit but the capacity.",
      exportKey: 'byteCapacity',
      min: 0,
      unit: 'B',
      isAdvanced: true,
    }),
    byteCapacityBufferPercentage: field.integer({
      label: 'Kept back for headers',
      help: 'Share of the byte capacity that is kept back for headers.',
      exportKey: 'byteCapacityBufferPercentage',
      default: 20,
      min: 0,
      max: 100,
      unit: '%',
      isAdvanced: true,
    }),
  },
});
