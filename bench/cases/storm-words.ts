import { digestOfCounts, manyWords4, words, words5 } from '../files.ts';
import { runFlow } from '../run-flow.ts';

/** With `view`, a view takes all counts, and they are what is compared. */
const hasView = process.argv.includes('view');
/** With `workers`, both bolts have an executor on each of two threads; with `tasks`, both on one. */
const workers = process.argv.includes('workers') ? 2 : 1;
const tasks = workers > 1 || process.argv.includes('tasks') ? 2 : 1;
/** With `function`, a function cuts the lines. */
const hasFunction = process.argv.includes('function');
/** Words of `words5`, or with `many` of `manyWords4`; counts are divided by how often the file holds its lines. */
const [path, copies] = process.argv.includes('many')
  ? [manyWords4, 4]
  : hasFunction
    ? [words, 1]
    : [words5, 5];
const code = `(tuple, emit) => {
  for (const word of tuple.line.split(' ')) if (word !== '') emit(word);
}
`;
const cut = hasFunction
  ? { type: 'storm.bolt.function', config: { code, outputFields: ['word'] } }
  : { type: 'storm.bolt.split', config: { parallelism: tasks } };
const measured = await runFlow(
  () => ({
    system: { type: 'storm.topology', config: { workers } },
    components: {
      lines: { type: 'storm.spout.file-lines', config: { path } },
      split: cut,
      count: { type: 'storm.bolt.count', config: { fields: ['word'], parallelism: tasks } },
      ...(hasView
        ? { view: { type: 'storm.bolt.view', config: { keyFields: ['word'], valueField: 'count' } } }
        : {}),
    },
    connections: [
      { from: 'lines', to: 'split' },
      { from: 'split', to: 'count', config: { grouping: 'fields', fields: ['word'] } },
      ...(hasView ? [{ from: 'count', to: 'view', config: { grouping: 'global' } }] : []),
    ],
  }),
  {
    hasFunctions: hasFunction,
    isDone: (bench) => bench.events.some((event) => event.kind === 'done'),
    check(bench) {
      if (!hasView) return String(bench.value('count', 'executed') / copies);
      const rows = bench.run.views(2_000_000)[0]?.rows ?? [];
      return digestOfCounts(rows.map((row) => [String(row[0]), Number(row[1]) / copies] as const));
    },
  },
);
process.stdout.write(`${JSON.stringify(measured)}\n`);
