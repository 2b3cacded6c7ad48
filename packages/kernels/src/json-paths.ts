import { bytesOf } from './twins/utf8.ts';

/** A place in JSON texts that paths go through or end at. */
export interface PathNode {
  /** Nodes below object keys. */
  readonly keys: PathChild[];
  /** The node of all items of an array. */
  all: PathNode | undefined;
  /** Paths that end here. */
  readonly ends: number[];
}

export interface PathChild {
  readonly key: Uint8Array;
  readonly node: PathNode;
}

export interface PathTree {
  readonly root: PathNode;
  readonly isList: readonly boolean[];
}

/** Deepest nesting of a JSON text that is read. */
export const maximumDepth = 64;
const maximumPaths = 8;
const maximumKeyBytes = 255;

/** Reads 1 to 8 paths into one tree; undefined when one of them is none that a kernel can follow. */
export function planPaths(paths: readonly string[]): PathTree | undefined {
  if (paths.length === 0 || paths.length > maximumPaths) return undefined;
  const root = createNode();
  const isList: boolean[] = [];
  for (const [index, path] of paths.entries()) {
    const steps = readPath(path);
    if (!steps) return undefined;
    let node = root;
    for (const step of steps) node = step === all ? allOf(node) : childOf(node, step);
    node.ends.push(index);
    isList.push(steps.includes(all));
  }
  return { root, isList };
}

const all = Symbol('all items');

function createNode(): PathNode {
  return { keys: [], all: undefined, ends: [] };
}

function allOf(node: PathNode): PathNode {
  node.all ??= createNode();
  return node.all;
}

function childOf(node: PathNode, key: string): PathNode {
  const bytes = bytesOf(key);
  const known = node.keys.find((child) => isSame(child.key, bytes));
  if (known) return known.node;
  const child = { key: bytes, node: createNode() };
  node.keys.push(child);
  return child.node;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

function readPath(path: string): (string | typeof all)[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: (string | typeof all)[] = [];
  let rest = path.slice(1);
  while (rest !== '') {
    const key =
      /^\.([A-Za-z_][\w-]*)/.exec(rest) ?? /^\['([^']*)'\]/.exec(rest) ?? /^\["([^"]*)"\]/.exec(rest);
    const items = /^\[\*\]/.exec(rest);
    const found = key ?? items;
    if (!found) return undefined;
    steps.push(key ? (key[1] as string) : all);
    rest = rest.slice(found[0].length);
  }
  const isFollowable = steps.length <= maximumDepth / 2 && steps.filter((step) => step === all).length <= 1;
  return isFollowable && steps.every((step) => step === all || isComparable(step)) ? steps : undefined;
}

/** Keys are compared as bytes: U+FFFD could also stand for broken ones, half a surrogate pair has none. */
function isComparable(key: string): boolean {
  return !/[\ufffd\ud800-\udfff]/u.test(key) && bytesOf(key).length <= maximumKeyBytes;
}
