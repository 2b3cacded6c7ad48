import { AppendFile } from '@sluice/connectors';

/** A file as it was last noted: everything up to `offset` is accounted for. */
export interface NotedFile {
  readonly path: string;
  readonly offset: number;
}

export interface CutFile {
  readonly size: number;
  /** Whole lines after the noted offset: written, but not noted before the crash. */
  readonly lines: number;
  readonly cutBytes: number;
}

/**
 * Cuts what a crash tore off the end of a file: half a line, or without line ends everything that was not noted.
 * Undefined when there is no such file.
 */
export function cutTornEnd({ path, offset }: NotedFile, hasLineEnds: boolean): CutFile | undefined {
  const file = AppendFile.reopen(path);
  if (!file) return undefined;
  try {
    const from = Math.min(offset, file.size);
    const end = hasLineEnds ? Math.max(from, file.lastLineEnd()) : from;
    const cutBytes = file.size - end;
    if (cutBytes > 0) file.truncate(end);
    return { size: end, lines: file.countLines(from, end), cutBytes };
  } finally {
    file.close();
  }
}
