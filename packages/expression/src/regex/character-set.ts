/** Characters as sorted, disjoint, inclusive ranges of code points. */
export type CharacterSet = readonly (readonly [number, number])[];

const last = 0x10ffff;

/** What `.` stands for: anything but a line feed, as in RE2 and Python. */
export const notLineFeed: CharacterSet = [
  [0, 9],
  [11, last],
];
/** `\d`: ASCII digits. */
export const digits: CharacterSet = [[48, 57]];
/** `\w`: ASCII letters, digits and the underscore. */
export const wordCharacters: CharacterSet = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
/** `\s`: space, tab, line feed, vertical tab, form feed, carriage return. */
export const spaces: CharacterSet = [
  [9, 13],
  [32, 32],
];
/** `\h`: space and tab. */
export const blanks: CharacterSet = [
  [9, 9],
  [32, 32],
];

/** The characters of any of the sets. */
export function union(sets: readonly CharacterSet[]): CharacterSet {
  const sorted = sets.flat().sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [from, to] of sorted) {
    const before = merged.at(-1);
    if (before && from <= before[1] + 1) before[1] = Math.max(before[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** The characters that are not in the set. */
export function complement(set: CharacterSet): CharacterSet {
  const rest: [number, number][] = [];
  let from = 0;
  for (const [a, b] of set) {
    if (a > from) rest.push([from, a - 1]);
    from = b + 1;
  }
  if (from <= last) rest.push([from, last]);
  return rest;
}

/** The characters both sets have. */
export function intersection(a: CharacterSet, b: CharacterSet): CharacterSet {
  const shared: [number, number][] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const [from, to] = a[i] as readonly [number, number];
    const [x, y] = b[j] as readonly [number, number];
    const low = Math.max(from, x);
    const high = Math.min(to, y);
    if (low <= high) shared.push([low, high]);
    if (to < y) i += 1;
    else j += 1;
  }
  return shared;
}

/** Whether two sets share a character. */
export function overlap(a: CharacterSet, b: CharacterSet): boolean {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const [from, to] = a[i] as readonly [number, number];
    const [x, y] = b[j] as readonly [number, number];
    if (from <= y && x <= to) return true;
    if (to < y) i += 1;
    else j += 1;
  }
  return false;
}

/** Whether the set has a character. */
export function has(set: CharacterSet, code: number): boolean {
  let low = 0;
  let high = set.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [from, to] = set[middle] as readonly [number, number];
    if (code < from) high = middle - 1;
    else if (code > to) low = middle + 1;
    else return true;
  }
  return false;
}

/** The set with the other case of its ASCII letters. */
export function withBothCases(set: CharacterSet): CharacterSet {
  const shifted = (from: number, to: number, by: number): CharacterSet =>
    intersection(set, [[from, to]]).map(([a, b]) => [a + by, b + by] as const);
  return union([set, shifted(65, 90, 32), shifted(97, 122, -32)]);
}

const categories = new Map<string, CharacterSet>();
const categoryNames =
  /^(?:L|Lu|Ll|Lt|Lm|Lo|M|Mn|Mc|Me|N|Nd|Nl|No|P|Pc|Pd|Ps|Pe|Pi|Pf|Po|S|Sm|Sc|Sk|So|Z|Zs|Zl|Zp)$/;

/** The characters of a Unicode general category such as `Lu`, or undefined when there is no such category. */
export function categoryOf(name: string): CharacterSet | undefined {
  if (!categoryNames.test(name)) return undefined;
  const known = categories.get(name);
  if (known) return known;
  const isIn = new RegExp(`^\\p{${name}}$`, 'u');
  const ranges: [number, number][] = [];
  for (let code = 0; code <= last; code += 1) {
    // Surrogates are no characters, and the planes between have no assigned ones.
    if (code === 0xd800) code = 0xe000;
    if (code === 0x40000) code = 0xe0000;
    if (code === 0xf0000) break;
    if (!isIn.test(String.fromCodePoint(code))) continue;
    const before = ranges.at(-1);
    if (before && before[1] === code - 1) before[1] = code;
    else ranges.push([code, code]);
  }
  categories.set(name, ranges);
  return ranges;
}
