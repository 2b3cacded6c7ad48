import { FileReader, listFiles } from '@sluice/connectors';
import { type Batch, bytesBatch, implementSource, LineSplitter, type TaskContext } from '@sluice/runtime';
import { withoutCarriageReturns } from '../../../semantics/java-lines.ts';
import { createFileSelection } from './file-selection.ts';
import { spec } from './spec.ts';

const linesPerBatch = 8192;

export const run = implementSource(spec, (config, context) => {
  const directory = context.files.resolve(config.directory, 'read');
  const selection = createFileSelection({ ignoredUpToMs: config.newFilesOnly ? context.now() : 0 });
  let problem: string | undefined;

  function warn(message: string): void {
    if (message !== problem) context.log('warning', message);
    problem = message;
  }

  function compute(timeMs: number): Batch[] {
    try {
      const chosen = selection.select(timeMs, listFiles(directory));
      problem = undefined;
      return chosen.flatMap((file) => readLines(file.path, context));
    } catch (error) {
      warn(
        `Error finding new files in ${config.directory}: ${error instanceof Error ? error.message : error}`,
      );
      return [];
    }
  }

  return { style: 'interval', compute, close: () => {} };
});

function readLines(path: string, context: TaskContext): Batch[] {
  const reader = new FileReader(path);
  const splitter = new LineSplitter();
  const batches: Batch[] = [];
  const add = (lines: ReturnType<LineSplitter['take']>): void => {
    if (lines) {
      batches.push(bytesBatch(withoutCarriageReturns(lines), { field: 'value', ingestMs: context.now() }));
    }
  };
  try {
    for (;;) {
      const count = reader.read(splitter.space());
      if (count === 0) break;
      splitter.filled(count);
      for (let lines = splitter.take(linesPerBatch); lines; lines = splitter.take(linesPerBatch)) add(lines);
    }
    add(splitter.end());
  } finally {
    reader.close();
  }
  return batches;
}
