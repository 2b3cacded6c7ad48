import { defineSystem } from '@sluice/component';

/** A Flume agent: the process sources, channels and sinks live in. */
export const agent = defineSystem({
  id: 'flume.agent',
  title: 'Flume agent',
  summary: 'One Flume process with its sources, channels and sinks.',
  docs: [
    'The name of the agent is the first word of every property and what `flume-ng agent --name` is given.',
    'Sources put events into channels, sinks take them out; each is a transaction of its own, so an event is in a channel or out of it, never in between.',
  ],
  icon: 'waves',
  config: {},
});
