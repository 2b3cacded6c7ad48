import { linkSync, mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { pattern, words5 } from '../files.ts';
import { runFlow } from '../run-flow.ts';

/** A filter that is a function a person wrote; under Spark's model, or with `storm` under Storm's. */
const copies = 5;
const code = (field: string): string => `${field}.includes('${pattern}')`;
const measured = process.argv.includes('storm')
  ? await runFlow(
      () => ({
        system: { type: 'storm.topology' },
        components: {
          lines: { type: 'storm.spout.file-lines', config: { path: words5 } },
          keep: {
            type: 'storm.bolt.function',
            config: { code: `(tuple, emit) => {\n  if (${code('tuple.line')}) emit(tuple.line);\n}\n` },
          },
          counted: { type: 'storm.bolt.filter', config: { predicate: 'true' } },
        },
        connections: [
          { from: 'lines', to: 'keep' },
          { from: 'keep', to: 'counted' },
        ],
      }),
      {
        hasFunctions: true,
        isDone: (bench) => bench.events.some((event) => event.kind === 'done'),
        check: (bench) => String(bench.value('counted', 'executed') / copies),
      },
    )
  : await runFlow(
      (directory) => {
        mkdirSync(join(directory, 'in'));
        return {
          system: { type: 'spark.context', config: { batchIntervalMs: 200, blockIntervalMs: 100 } },
          components: {
            files: { type: 'spark.input.text-file-stream', config: { directory: join(directory, 'in') } },
            keep: {
              type: 'spark.transformation.filter-function',
              config: { code: `(value) => ${code('value')}\n` },
            },
            shown: { type: 'spark.output.print' },
          },
          connections: [
            { from: 'files', to: 'keep' },
            { from: 'keep', to: 'shown' },
          ],
        };
      },
      {
        hasFunctions: true,
        begin(bench) {
          utimesSync(words5, new Date(), new Date());
          linkSync(words5, join(bench.directory, 'in', 'words.txt'));
        },
        isDone: (bench) => bench.events.some((event) => event.kind === 'batch' && event.report.records > 0),
        check: (bench) => String(bench.value('shown', 'in') / copies),
      },
    );
process.stdout.write(`${JSON.stringify(measured)}\n`);
