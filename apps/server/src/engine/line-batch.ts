import type { EngineLine } from './messages.ts';

const mostLines = 200;
const mostCharacters = 16 * 1024;

/** Collects log lines between two ticks; beyond 200 they are counted instead of kept. */
export function createLineBatch(): {
  add(line: EngineLine): void;
  take(): { readonly lines: readonly EngineLine[]; readonly dropped: number } | undefined;
} {
  let lines: EngineLine[] = [];
  let dropped = 0;
  return {
    add(line) {
      if (lines.length >= mostLines) {
        dropped += 1;
        return;
      }
      const { message } = line;
      lines.push(
        message.length > mostCharacters ? { ...line, message: `${message.slice(0, mostCharacters)}…` } : line,
      );
    },
    take() {
      if (lines.length === 0 && dropped === 0) return undefined;
      const taken = { lines, dropped };
      lines = [];
      dropped = 0;
      return taken;
    },
  };
}
