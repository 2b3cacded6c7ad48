import { FileReader, listFiles } from '@sluice/connectors';
import type { Json } from '@sluice/ir';
import { type Batch, bytesBatch, implementSource, LineSplitter, type TaskContext } from '@sluice/runtime';
import { withoutCarriageReturns } from '../../../semantics/java-lines.ts';
import { createFileSelection, type SavedSelection } from './file-selection.ts';
import { spec } from './spec.ts';

const linesPerBatch = 8192;

export const run = implementSource(spec, (config, context) => {
  const directory = context.files.resolve(config.directory, 'read');
  const saved = context.durable.load() as SavedSelection | undefined;
  const selection = createFileSelection(saved ?? { ignoredUpToMs: config.newFilesOnly ? context.now() : 0 });
  let problem: string | undefined;
  let latest: { readonly timeMs: number; readonly paths: readonly string[] } | undefined;

  function warn(message: string): void {
    if (message !== problem) context.log('warning', message);
    problem = message;
  }

  function select(timeMs: number): readonly string[] {
    try {
      const chosen = selection.select(timeMs, listFiles(directory)).map((file) => file.path);
      problem = undefined;
      return chosen;
    } catch (error) {
      warn(
        `Error finding new files in ${config.directory}: ${error instanceof Error ? error.message : error}`,
      );
      return [];
    }
  }

  function compute(timeMs: number, chosen?: Json): Iterable<Batch> {
    const again = (chosen as { readonly paths: readonly string[] } | undefined)?.paths;
    if (again) selection.remember(timeMs, again);
    const paths = again ?? select(timeMs);
    latest = { timeMs, paths };
    context.durable.save(selection.saved());
    return { [Symbol.iterator]: () => readFiles(paths, context) };
  }

  return {
    style: 'interval',
    compute,
    chosen: (timeMs) => ({ paths: latest?.timeMs === timeMs ? latest.paths : [] }),
    close: () => {},
  };
});

function* readFiles(paths: readonly string[], context: TaskContext): Generator<Batch> {
  for (const path of paths) yield* readLines(path, context);
}

/** The lines of a file, read piece by piece: a large file is never in memory as a whole. */
function* readLines(path: string, context: TaskContext): Generator<Batch> {
  const reader = new FileReader(path);
  const splitter = new LineSplitter({ memory: context });
  const batchOf = (lines: NonNullable<ReturnType<LineSplitter['take']>>): Batch => {
    const { slab } = splitter;
    slab.retain();
    return {
      ...bytesBatch(withoutCarriageReturns(lines), { field: 'value', ingestMs: context.now() }),
      slab,
    };
  };
  try {
    for (;;) {
      const count = reader.read(splitter.space());
      if (count === 0) break;
      splitter.filled(count);
      for (let lines = splitter.take(linesPerBatch); lines; lines = splitter.take(linesPerBatch)) {
        yield batchOf(lines);
      }
    }
    const last = splitter.end();
    if (last) yield batchOf(last);
  } finally {
    splitter.close();
    reader.close();
  }
}
