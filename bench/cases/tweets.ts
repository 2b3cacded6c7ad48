import { linkSync, mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { digestOfCounts, tweets } from '../files.ts';
import { runFlow } from '../run-flow.ts';

/** Hashtags of tweets over a window of ten seconds that slides by one; the file is read several times in one batch. */
const copies = 5;
const measured = await runFlow(
  (directory) => {
    mkdirSync(join(directory, 'in'));
    return {
      system: { type: 'spark.context', config: { batchIntervalMs: 1000, blockIntervalMs: 200 } },
      components: {
        posts: { type: 'spark.input.text-file-stream', config: { directory: join(directory, 'in') } },
        tags: {
          type: 'spark.transformation.flat-map',
          config: { each: "json(value, '$.entities.hashtags[*].text')" },
        },
        counts: {
          type: 'spark.transformation.count-by-value-and-window',
          config: { windowSeconds: 10, slideSeconds: 1 },
        },
        view: { type: 'spark.output.view', config: { keep: 'newest-batch', limit: 1000 } },
      },
      connections: [
        { from: 'posts', to: 'tags' },
        { from: 'tags', to: 'counts' },
        { from: 'counts', to: 'view' },
      ],
    };
  },
  {
    begin(bench) {
      utimesSync(tweets, new Date(), new Date());
      for (let copy = 0; copy < copies; copy++)
        linkSync(tweets, join(bench.directory, 'in', `tweets-${copy}.txt`));
    },
    isDone: (bench) => bench.events.some((event) => event.kind === 'batch' && event.report.records > 0),
    check(bench) {
      const rows = bench.run.views(1_000_000)[0]?.rows ?? [];
      return digestOfCounts(rows.map((row) => [String(row[0]), Number(row[1]) / copies] as const));
    },
  },
);
process.stdout.write(`${JSON.stringify(measured)}\n`);
