import { implementSink, liveRows } from '@sluice/runtime';
import { countBatch } from '../../../node/sink-counters.ts';
import { spec } from './spec.ts';

export const run = implementSink(spec, (config, context) => {
  let events = 0;
  let nextLog = config.logEveryNEvents;
  return {
    batchSize: config.batchSize,
    write(batch) {
      const rows = liveRows(batch);
      events += rows;
      countBatch(context, rows, config.batchSize);
      if (events < nextLog) return;
      context.log('info', `Null sink ${context.name} successful processed ${events} events.`);
      nextLog = (Math.floor(events / config.logEveryNEvents) + 1) * config.logEveryNEvents;
    },
    close: () => undefined,
  };
});
