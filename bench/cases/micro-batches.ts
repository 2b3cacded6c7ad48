import { runFlow } from '../run-flow.ts';

/** 400,000 sentences, counted word by word, in batches of as many records as the argument says; time is virtual. Every count goes
 * through a filter, few of them to the view: what a view costs is not what is measured. */
const records = 400_000;
const perBatch = Number(process.argv[2] ?? 100_000);
const batchIntervalMs = 200;
const measured = await runFlow(
  () => ({
    system: { type: 'spark.context', config: { batchIntervalMs, blockIntervalMs: batchIntervalMs } },
    components: {
      lines: {
        type: 'spark.input.replay',
        config: { dataset: 'sentences', rate: (perBatch * 1000) / batchIntervalMs, count: records },
      },
      words: { type: 'spark.transformation.flat-map', config: { each: 'words(value)' } },
      ones: { type: 'spark.transformation.map-to-pair', config: { key: 'value', value: '1' } },
      counts: { type: 'spark.transformation.reduce-by-key', config: { combine: 'a + b' } },
      some: { type: 'spark.transformation.filter', config: { predicate: "key == 'the' or key == 'of'" } },
      view: { type: 'spark.output.view', config: { keep: 'add-up', limit: 10 } },
    },
    connections: [
      { from: 'lines', to: 'words' },
      { from: 'words', to: 'ones' },
      { from: 'ones', to: 'counts' },
      { from: 'counts', to: 'some' },
      { from: 'some', to: 'view' },
    ],
  }),
  {
    isVirtual: true,
    isDone: (bench) => bench.events.some((event) => event.kind === 'done'),
    check: (bench) => JSON.stringify(bench.run.views(10)[0]?.rows),
  },
);
process.stdout.write(`${JSON.stringify(measured)}\n`);
