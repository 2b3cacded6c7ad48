import { digestOfCounts, words } from '../files.ts';
import { runFlow } from '../run-flow.ts';

/** With `check`, a view takes all counts so that they can be compared; that run is not measured. */
const isCheck = process.argv.includes('check');
/** With `workers`, both bolts have an executor on each of two threads. */
const workers = process.argv.includes('workers') ? 2 : 1;
const measured = await runFlow(
  () => ({
    system: { type: 'storm.topology', config: { workers } },
    components: {
      lines: { type: 'storm.spout.file-lines', config: { path: words } },
      split: { type: 'storm.bolt.split', config: { parallelism: workers } },
      count: { type: 'storm.bolt.count', config: { fields: ['word'], parallelism: workers } },
      ...(isCheck
        ? { view: { type: 'storm.bolt.view', config: { keyFields: ['word'], valueField: 'count' } } }
        : {}),
    },
    connections: [
      { from: 'lines', to: 'split' },
      { from: 'split', to: 'count', config: { grouping: 'fields', fields: ['word'] } },
      ...(isCheck ? [{ from: 'count', to: 'view', config: { grouping: 'global' } }] : []),
    ],
  }),
  {
    isDone: (bench) => bench.events.some((event) => event.kind === 'done'),
    check(bench) {
      if (!isCheck) return String(bench.value('count', 'executed'));
      const rows = bench.run.views(1_000_000)[0]?.rows ?? [];
      return digestOfCounts(rows.map((row) => [String(row[0]), Number(row[1])] as const));
    },
  },
);
process.stdout.write(`${JSON.stringify(measured)}\n`);
