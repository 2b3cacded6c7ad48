import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { copies, linkInto, pattern, recordCount, words } from '../files.ts';
import { runFlow } from '../run-flow.ts';

let hits = 0;
const measured = await runFlow(
  (directory) => {
    mkdirSync(join(directory, 'spool'));
    linkInto(join(directory, 'spool'), words, copies);
    return {
      system: { type: 'flume.agent' },
      components: {
        lines: {
          type: 'flume.source.spooldir',
          config: { spoolDir: join(directory, 'spool'), batchSize: 4000 },
        },
        contains: {
          type: 'flume.interceptor.regex_filter',
          host: 'lines',
          order: 0,
          config: { regex: pattern },
        },
        channel: { type: 'flume.channel.memory', config: { capacity: 20_000, transactionCapacity: 4000 } },
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
      return bench.value('lines', 'out') >= copies * recordCount && hits >= bench.value('channel', 'in');
    },
    check: () => String(hits / copies),
  },
);
process.stdout.write(`${JSON.stringify(measured)}\n`);
