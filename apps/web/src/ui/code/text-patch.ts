/** A replacement in a text whose lines end in `\n`; offsets are those of the text before. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Lines of `before`, from and to (exclusive), that became other lines. */
interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/** Above this many pairs of lines a difference is one block instead of the smallest one. */
const mostPairs = 1_000_000;

/** Line ends as an editor counts them: `\r\n`, `\r` and `\n` are one. */
export function toLineFeeds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/**
 * The replacements that make `after` of `before`: a few characters where a value changed, whole lines where lines
 * came or went. In order, never touching each other.
 */
export function patchOf(before: string, after: string): readonly TextEdit[] {
  if (before === after) return [];
  const lines = linesOf(before);
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length);
  return hunksOf(lines, linesOf(after)).map((hunk) => {
    const start = starts[hunk.from] ?? 0;
    return trimmed(before, { start, end: starts[hunk.to] ?? before.length, text: hunk.lines.join('') });
  });
}

/** Applies replacements that are in order and do not touch. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/**
 * What becomes of a text that two sides changed: lines that only one side touched are that side's, lines that both
 * touched are `mine`.
 */
export function mergeText(base: string, mine: string, theirs: string): string {
  const lines = linesOf(base);
  const kept = hunksOf(lines, linesOf(mine));
  const added = hunksOf(lines, linesOf(theirs))
    .flatMap(lineByLine)
    .filter((hunk) => !kept.some((own) => isTouching(own, hunk)));
  const hunks = [...kept, ...added].sort((a, b) => a.from - b.from || a.to - b.to);
  const merged: string[] = [];
  let at = 0;
  for (const hunk of hunks) {
    merged.push(...lines.slice(at, hunk.from), ...hunk.lines);
    at = hunk.to;
  }
  return [...merged, ...lines.slice(at)].join('');
}

/** As many lines for as many: each is a change of its own. */
function lineByLine(hunk: Hunk): readonly Hunk[] {
  if (hunk.to - hunk.from !== hunk.lines.length) return [hunk];
  return hunk.lines.map((line, index) => ({
    from: hunk.from + index,
    to: hunk.from + index + 1,
    lines: [line],
  }));
}

/** Says whether two hunks touch a line in common, or one goes in where the other begins or ends. */
function isTouching(a: Hunk, b: Hunk): boolean {
  if (a.from < b.to && b.from < a.to) return true;
  const isInsertion = a.from === a.to || b.from === b.to;
  return isInsertion && a.from <= b.to && b.from <= a.to;
}

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The smallest change of lines, as far as that is cheap. */
function hunksOf(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const rows = before.length - head - tail;
  const columns = after.length - head - tail;
  if (rows === 0 && columns === 0) return [];
  if (rows === 0 || columns === 0 || rows * columns > mostPairs) {
    return [{ from: head, to: head + rows, lines: after.slice(head, head + columns) }];
  }
  return middleHunks(before.slice(head, head + rows), after.slice(head, head + columns)).map((hunk) => ({
    ...hunk,
    from: hunk.from + head,
    to: hunk.to + head,
  }));
}

/** Hunks around a longest common subsequence. */
function middleHunks(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  const width = after.length + 1;
  /** Length of the longest common subsequence of what is left from row and column on. */
  const left = new Uint32Array((before.length + 1) * width);
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      left[row * width + column] =
        before[row] === after[column]
          ? (left[(row + 1) * width + column + 1] ?? 0) + 1
          : Math.max(left[(row + 1) * width + column] ?? 0, left[row * width + column + 1] ?? 0);
    }
  }
  const hunks: Hunk[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length || column < after.length) {
    const from = row;
    const first = column;
    while ((row < before.length || column < after.length) && before[row] !== after[column]) {
      const isGone = (left[(row + 1) * width + column] ?? 0) >= (left[row * width + column + 1] ?? 0);
      if (column >= after.length || (row < before.length && isGone)) row++;
      else column++;
    }
    if (row > from || column > first) {
      hunks.push({ from, to: row, lines: after.slice(first, column) });
    }
    while (row < before.length && column < after.length && before[row] === after[column]) {
      row++;
      column++;
    }
  }
  return hunks;
}

/** An edit without what it leaves as it is at its ends; no pair of surrogates is cut. */
function trimmed(before: string, { start, end, text }: TextEdit): TextEdit {
  const old = before.slice(start, end);
  const most = Math.min(old.length, text.length);
  let head = 0;
  while (head < most && old[head] === text[head]) head++;
  if (isHigh(old.charCodeAt(head - 1))) head--;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail++;
  if (isLow(old.charCodeAt(old.length - tail))) tail--;
  return { start: start + head, end: end - tail, text: text.slice(head, text.length - tail) };
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
