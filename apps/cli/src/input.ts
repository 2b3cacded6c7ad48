import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Diagnostic } from '@sluice/ir';
import { type Imported, importText, UsageError } from '@sluice/server';

/** A flow as it was named on the command line. */
export interface Input extends Imported {
  readonly file: string;
  readonly problems: readonly Diagnostic[];
}

/** Reads a FLOW argument: a saved flow or a text of an engine, found out from the content; `-` is stdin. */
export function readInput(file: string): Input {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason =
      code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`;
    throw new UsageError(`${file} ${reason}.`, { cause: error });
  }
  const name = basename(file).replace(/\.(?:flow\.json|properties|conf|json)$/, '');
  return { file, ...importText(text, name === '-' ? 'stdin' : name) };
}
