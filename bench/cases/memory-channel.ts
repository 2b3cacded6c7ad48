import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { copies, linkInto, recordCount, words } from '../files.ts';
import { runFlow } from '../run-flow.ts';

let taken = 0;
const measured = await runFlow(
  (directory) => {
    mkdirSync(join(directory, 'spool'));
    linkInto(join(directory, 'spool'), words, copies);
    return {
      system: { type: 'flume.agent' },
      components: {
        lines: {
          type: 'flume.source.spooldir',
          config: { spoolDir: join(directory, 'spool'), batchSize: 100 },
        },
        channel: { type: 'flume.channel.memory', config: { capacity: 10_000, transactionCapacity: 100 } },
        nowhere: { type: 'flume.sink.null', config: { batchSize: 100 } },
      },
      connections: [
        { from: 'lines', to: 'channel' },
        { from: 'channel', to: 'nowhere' },
      ],
    };
  },
  {
    isDone(bench) {
      taken = bench.value('nowhere', 'EventDrainSuccessCount');
      return taken >= copies * recordCount;
    },
    check: () => String(taken / copies),
  },
);
process.stdout.write(`${JSON.stringify(measured)}\n`);
