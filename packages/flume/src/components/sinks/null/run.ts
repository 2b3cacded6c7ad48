import { implementSink, liveRows } from '@sluice/runtime';
import { spec } from './spec.ts';

export const run = implementSink(spec, (config, context) => {
  let events = 0;
  let nextLog = config.logEveryNEvents;
  return {
    batchSize: config.batchSize,
    write(batch) {
      events += liveRows(batch);
      if (events < nextLog) return;
      context.log('info', `Null sink ${context.name} successful processed ${events} events.`);
      nextLog = (Math.floor(events / config.logEveryNEvents) + 1) * config.logEveryNEvents;
    },
    close: () => undefined,
  };
});
