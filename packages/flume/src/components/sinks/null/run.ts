import { implementSink, liveRows } from '@sluice/runtime';
import { spec } from './spec.ts';

export const run = implementSink(spec, (config, context) => {
  let events = 0;
  let nextLog = config.logEveryNEvents;
  return {
    batchSize: config.batchSize,
    isAtomic: true,
    write(batch, { transactionSize }) {
      const live = liveRows(batch);
      const each = transactionSize ?? live;
      for (let left = live; left > 0; left -= each) {
        events += Math.min(each, left);
        if (events < nextLog) continue;
        context.log('info', `Null sink ${context.name} successful processed ${events} events.`);
        nextLog = (Math.floor(events / config.logEveryNEvents) + 1) * config.logEveryNEvents;
      }
    },
    close: () => undefined,
  };
});
