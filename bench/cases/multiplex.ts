import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { accessLog, digestOf, linkInto, logCopies, recordCount } from '../files.ts';
import { runFlow } from '../run-flow.ts';

const measured = await runFlow(
  (directory) => {
    mkdirSync(join(directory, 'spool'));
    linkInto(join(directory, 'spool'), accessLog, logCopies);
    return {
      system: { type: 'flume.agent' },
      components: {
        log: {
          type: 'flume.source.spooldir',
          config: { spoolDir: join(directory, 'spool'), batchSize: 1000 },
        },
        fields: {
          type: 'flume.interceptor.regex_extractor',
          host: 'log',
          order: 0,
          config: {
            headers: ['host', 'ident', 'user', 'time', 'request', 'status', 'size', 'referer', 'agent'],
            regex: '^(\\S+) (\\S+) (\\S+) \\[([^\\]]+)\\] "([^"]*)" (\\d{3}) (\\S+) "([^"]*)" "([^"]*)"$',
          },
        },
        selector: {
          type: 'flume.selector.multiplexing',
          host: 'log',
          order: 1,
          config: { header: 'status' },
        },
        served: { type: 'flume.channel.memory', config: { capacity: 10_000, transactionCapacity: 1000 } },
        failed: { type: 'flume.channel.memory', config: { capacity: 10_000, transactionCapacity: 1000 } },
        nowhere: { type: 'flume.sink.null', config: { batchSize: 1000 } },
        files: {
          type: 'flume.sink.file_roll',
          config: { directory: join(directory, 'out'), batchSize: 1000, rollInterval: 0 },
        },
      },
      connections: [
        { from: 'log', to: 'served', config: { isDefault: true } },
        { from: 'log', to: 'failed', config: { when: ['403', '404', '500', '503'] } },
        { from: 'served', to: 'nowhere' },
        { from: 'failed', to: 'files' },
      ],
    };
  },
  {
    isDone: (bench) =>
      bench.value('nowhere', 'EventDrainSuccessCount') + bench.value('files', 'EventDrainSuccessCount') >=
      logCopies * recordCount,
    check: (bench) => digestOf(join(bench.directory, 'out')),
  },
);
process.stdout.write(`${JSON.stringify(measured)}\n`);
