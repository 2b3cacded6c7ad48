/** Table of 65,536 ranks in which rank r occurs in proportion to 1 / (r + 1) ** exponent: one look-up draws a rank. */
export function zipfTable(ranks: number, exponent: number): Uint16Array {
  return weightedTable(Array.from({ length: ranks }, (_, r) => 1 / (r + 1) ** exponent));
}

/** Table of 65,536 indices in which index i occurs in proportion to `weights[i]`. */
export function weightedTable(weights: readonly number[]): Uint16Array {
  const size = 65_536;
  const total = weights.reduce((sum, w) => sum + w, 0);
  const table = new Uint16Array(size);
  let index = 0;
  let upTo = weights[0] ?? 0;
  for (let i = 0; i < size; i++) {
    const at = ((i + 0.5) / size) * total;
    while (at > upTo && index < weights.length - 1) {
      index += 1;
      upTo += weights[index] ?? 0;
    }
    table[i] = index;
  }
  return table;
}
