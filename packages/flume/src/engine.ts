import type { EngineDefinition } from '@sluice/component';
import { agent } from './agent-spec.ts';
import { components, lowerings } from './catalog.gen.ts';
import { connectionFields, fieldsOf } from './connection-fields.ts';
import { route } from './routing.ts';
import { rules } from './rules/index.ts';
import { stageOf } from './stage.ts';
import { createFlumeLens } from './text/lens.ts';

/** Everything true of Flume that may run anywhere. */
export const flume: EngineDefinition = {
  id: 'flume',
  title: 'Flume',
  icon: 'waves',
  target: 'flume',
  systems: [agent],
  components,
  lower: lowerings,
  groups: [
    { kind: 'source', title: 'Sources' },
    { kind: 'interceptor', title: 'Interceptors' },
    { kind: 'selector', title: 'Channel selectors' },
    { kind: 'channel', title: 'Channels' },
    { kind: 'sink', title: 'Sinks' },
  ],
  connectionFields,
  fieldsOf,
  portTypes: {
    'flume.put': {
      title: 'Events into a channel',
      hint: 'Sources put events into channels; put a channel between a source and a sink.',
    },
    'flume.take': {
      title: 'Events out of a channel',
      hint: 'Sinks take events out of channels; a sink drains one channel.',
    },
    'link.directory': {
      title: 'Files in a directory',
      hint: 'A sink that writes files can feed a source that reads the same directory.',
    },
  },
  rules,
  routing: route,
  partitioning: () => ({ kind: 'forward' }),
  stageOf,
  parallelism: () => ({ executors: 1, tasks: 1 }),
  lens: createFlumeLens(components),
  unknownIcon: 'circle-help',
};
