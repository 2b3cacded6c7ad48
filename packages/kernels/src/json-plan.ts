import type { PathNode, PathTree } from './json-paths.ts';

/** Bytes a path tree takes in memory at most; see `sizeOf`. */
const nodeWords = 3;
const childWords = 5;

/** Bytes of a tree as the kernels read it, keys included. */
export function sizeOf(tree: PathTree): number {
  let bytes = 0;
  visit(tree.root, (node) => {
    bytes += 4 * (nodeWords + childWords * node.keys.length) + 4;
    for (const { key } of node.keys) bytes += key.length + 8;
  });
  return bytes;
}

/** Writes a tree to memory from `at` on and returns where its root is. */
export function writeTree(tree: PathTree, buffer: ArrayBufferLike, at: number): number {
  const view = new DataView(buffer);
  let next = at;
  return write(tree.root);

  function write(node: PathNode): number {
    const own = next;
    next += 4 * (nodeWords + childWords * node.keys.length);
    view.setUint32(
      own,
      node.ends.reduce((bits, path) => bits | (1 << path), 0),
      true,
    );
    view.setUint32(own + 8, node.keys.length, true);
    for (const [index, { key }] of node.keys.entries()) {
      const child = own + 4 * (nodeWords + childWords * index);
      new Uint8Array(buffer, next, key.length).set(key);
      view.setUint32(child, next, true);
      view.setUint32(child + 4, key.length, true);
      const prefix = new Uint8Array(8);
      prefix.set(key.subarray(0, 8));
      new Uint8Array(buffer, child + 8, 8).set(prefix);
      next += key.length;
    }
    // Nodes begin at whole words.
    next = Math.ceil(next / 4) * 4;
    view.setUint32(own + 4, node.all ? write(node.all) : 0, true);
    for (const [index, { node: below }] of node.keys.entries())
      view.setUint32(own + 4 * (nodeWords + childWords * index) + 16, write(below), true);
    return own;
  }
}

function visit(node: PathNode, use: (node: PathNode) => void): void {
  use(node);
  if (node.all) visit(node.all, use);
  for (const child of node.keys) visit(child.node, use);
}
