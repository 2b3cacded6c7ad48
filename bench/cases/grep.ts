import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { linkInto, pattern, recordCount, words } from '../files.ts';
import { runFlow } from '../run-flow.ts';

let hits = 0;
const measured = await runFlow(
  (directory) => {
    mkdirSync(join(directory, 'spool'));
    linkInto(join(directory, 'spool'), words);
    return {
      system: { type: 'flume.agent' },
      components: {
        lines: {
          type: 'flume.source.spooldir',
          config: { spoolDir: join(directory, 'spool'), batchSize: 1000 },
        },
        contains: {
          type: 'flume.interceptor.regex_filter',
          host: 'lines',
          order: 0,
          config: { regex: pattern },
        },
        channel: { type: 'flume.channel.memory', config: { capacity: 10_000, transactionCapacity: 1000 } },
        counted: { type: 'flume.sink.null', config: { batchSize: 1000 } },
      },
      connections: [
        { from: 'lines', to: 'channel' },
        { from: 'channel', to: 'counted' },
      ],
    };
  },
  {
    isDone(bench) {
      hits = bench.value('counted', 'EventDrainSuccessCount');
      return bench.value('lines', 'out') >= recordCount && hits >= bench.value('channel', 'in');
    },
    check: () => String(hits),
  },
);
process.stdout.write(`${JSON.stringify(measured)}\n`);
