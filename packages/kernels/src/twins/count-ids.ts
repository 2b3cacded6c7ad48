export function countIds(ids: Int32Array, counts: Float64Array): void {
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    counts[id] = (counts[id] as number) + 1;
  }
}

export function countFirsts(ids: Int32Array, counts: Float64Array, firsts: Int32Array): number {
  let found = 0;
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    if (id < 0 || id >= counts.length) continue;
    const before = counts[id] as number;
    counts[id] = before + 1;
    if (before === 0) firsts[found++] = id;
  }
  return found;
}

export function sumIds(ids: Int32Array, values: Float64Array, sums: Float64Array): void {
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    sums[id] = (sums[id] as number) + (values[i] as number);
  }
}
