/** Buffers that hold 0, 1, 2, ... from their front. */
const identities = new WeakSet<ArrayBufferLike>();
let identity = new Int32Array(0);

/** Roots of a batch just read: row i is root i. Only to be read. */
export function identityRoots(rows: number): Int32Array {
  if (identity.length < rows) {
    identity = Int32Array.from({ length: Math.max(rows * 2, 4096) }, (_, row) => row);
    identities.add(identity.buffer);
  }
  return identity.subarray(0, rows);
}

/** Roots of records made of rows; the array of rows itself where each row is its own root. */
export function rootsOfParents(own: Int32Array, parents: Uint32Array): Int32Array {
  if (own.byteOffset === 0 && identities.has(own.buffer))
    return new Int32Array(parents.buffer, parents.byteOffset, parents.length);
  const roots = new Int32Array(parents.length);
  for (let i = 0; i < roots.length; i++) roots[i] = own[parents[i] as number] as number;
  return roots;
}
