import { words5 } from '../files.ts';
import { runFlow } from '../run-flow.ts';

/** A spout and three bolts, the last behind a fields grouping over two tasks; `off`: without ackers. */
const ackers = process.argv.includes('off') ? 0 : 1;
const measured = await runFlow(
  () => ({
    system: { type: 'storm.topology', config: { ackers } },
    components: {
      lines: { type: 'storm.spout.file-lines', config: { path: words5 } },
      first: { type: 'storm.bolt.filter', config: { predicate: "not contains(line, 'nowhere')" } },
      second: { type: 'storm.bolt.split' },
      count: { type: 'storm.bolt.count', config: { fields: ['word'], executors: 2 } },
    },
    connections: [
      { from: 'lines', to: 'first', config: { grouping: 'shuffle' } },
      { from: 'first', to: 'second', config: { grouping: 'shuffle' } },
      { from: 'second', to: 'count', config: { grouping: 'fields', fields: ['word'] } },
    ],
  }),
  {
    isDone: (bench) => bench.events.some((event) => event.kind === 'done'),
    check: (bench) =>
      String(['first', 'second', 'count'].reduce((sum, bolt) => sum + bench.value(bolt, 'executed'), 0)),
  },
);
process.stdout.write(`${JSON.stringify(measured)}\n`);
