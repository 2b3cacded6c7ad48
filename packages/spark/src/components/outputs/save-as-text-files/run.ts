import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { implementSink } from '@sluice/runtime';
import { elementText } from '../../../semantics/element-text.ts';
import { spec } from './spec.ts';

export const run = implementSink(spec, (config, context) => {
  const text = elementText(config);
  const suffix = config.suffix === undefined || config.suffix === '' ? '' : `.${config.suffix}`;

  return {
    write: (batch, unit) => {
      const directory = context.files.resolve(`${config.prefix}-${unit.batchTimeMs}${suffix}`, 'write');
      // Hidden from readers of the parent directory until it is complete.
      const temporary = join(dirname(directory), `.${basename(directory)}.writing`);
      rmSync(temporary, { recursive: true, force: true });
      mkdirSync(temporary, { recursive: true });
      writeFile(join(temporary, 'part-00000'), text.lines(batch));
      writeFile(join(temporary, '_SUCCESS'), []);
      rmSync(directory, { recursive: true, force: true });
      renameSync(temporary, directory);
      syncDirectory(dirname(directory));
    },
    close: () => {},
  };
});

/** Lines written at once: bounds the text held in memory. */
const linesPerWrite = 4096;

function writeFile(path: string, lines: readonly string[]): void {
  const handle = openSync(path, 'w');
  try {
    for (let at = 0; at < lines.length; at += linesPerWrite) {
      writeSync(handle, `${lines.slice(at, at + linesPerWrite).join('\n')}\n`);
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The rename survives a power loss once the directory that holds the name is on the disk. */
function syncDirectory(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
