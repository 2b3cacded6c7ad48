import type { LogLine } from '@sluice/protocol';
import type { EngineLine } from '../../engine/messages.ts';

const keptLines = 2000;

/** The last 2,000 lines of a run, numbered. */
export function createLogRing(): {
  add(lines: readonly EngineLine[]): readonly LogLine[];
  all(): readonly LogLine[];
} {
  let kept: LogLine[] = [];
  let sequence = 0;
  return {
    add(lines) {
      const numbered = lines.map((line): LogLine => {
        sequence += 1;
        return { sequence, ...line };
      });
      kept = [...kept, ...numbered].slice(-keptLines);
      return numbered;
    },
    all: () => kept,
  };
}
