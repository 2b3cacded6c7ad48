import { linkSync, mkdirSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { digestOfCounts, manyWords4, words, words5 } from '../files.ts';
import { runFlow } from '../run-flow.ts';

/** Words of `words5`, or with `many` of `manyWords4`; counts are divided by how often the file holds its lines. With `function` a
 * function cuts the lines. */
const hasFunction = process.argv.includes('function');
const [path, copies] = process.argv.includes('many')
  ? [manyWords4, 4]
  : hasFunction
    ? [words, 1]
    : [words5, 5];
const cut = hasFunction
  ? {
      type: 'spark.transformation.flat-map-function',
      config: { code: "(value) => value.split(' ').filter((word) => word !== '')\n" },
    }
  : { type: 'spark.transformation.flat-map', config: { each: 'words(value)' } };
const measured = await runFlow(
  (directory) => {
    mkdirSync(join(directory, 'in'));
    return {
      system: { type: 'spark.context', config: { batchIntervalMs: 200, blockIntervalMs: 100 } },
      components: {
        files: { type: 'spark.input.text-file-stream', config: { directory: join(directory, 'in') } },
        words: cut,
        ones: { type: 'spark.transformation.map-to-pair', config: { key: 'value', value: '1' } },
        counts: { type: 'spark.transformation.reduce-by-key', config: { combine: 'a + b' } },
        save: {
          type: 'spark.output.save-as-text-files',
          config: { prefix: join(directory, 'out', 'counts') },
        },
      },
      connections: [
        { from: 'files', to: 'words' },
        { from: 'words', to: 'ones' },
        { from: 'ones', to: 'counts' },
        { from: 'counts', to: 'save' },
      ],
    };
  },
  {
    hasFunctions: hasFunction,
    begin(bench) {
      // It has to have changed after the context started.
      utimesSync(path, new Date(), new Date());
      linkSync(path, join(bench.directory, 'in', 'words.txt'));
    },
    isDone: (bench) => bench.events.some((event) => event.kind === 'batch' && event.report.records > 0),
    check: (bench) => digestOfCounts(counted(join(bench.directory, 'out')) ?? []),
  },
);
process.stdout.write(`${JSON.stringify(measured)}\n`);

/** The counts of the one batch that has any, once it is written whole. */
function counted(out: string): readonly (readonly [string, number])[] | undefined {
  for (const batch of readdirSync(out)) {
    const parts = readdirSync(join(out, batch));
    if (!parts.includes('_SUCCESS')) continue;
    const text = parts
      .filter((name) => name.startsWith('part-'))
      .map((name) => readFileSync(join(out, batch, name), 'utf8'));
    const pairs = [...text.join('').matchAll(/^\((.*),(\d+)\)$/gm)].map(
      (pair) => [pair[1] as string, Number(pair[2]) / copies] as const,
    );
    if (pairs.length > 0) return pairs;
  }
  return undefined;
}
