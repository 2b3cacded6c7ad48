/**
 * Appends the positions of the bits of a mask, counted from `base`, to a list. Writes in steps of eight, so that the
 * number of bits hardly ever surprises the processor; what is written too much the next call writes over.
 */
export function appendBits(list: usize, count: u32, mask: u64, base: u32): u32 {
  const end = count + <u32>popcnt(mask);
  let to = list + ((<usize>count) << 2);
  const stop = list + ((<usize>end) << 2);
  while (to < stop) {
    store<u32>(to, base + <u32>ctz(mask));
    mask &= mask - 1;
    store<u32>(to, base + <u32>ctz(mask), 4);
    mask &= mask - 1;
    store<u32>(to, base + <u32>ctz(mask), 8);
    mask &= mask - 1;
    store<u32>(to, base + <u32>ctz(mask), 12);
    mask &= mask - 1;
    store<u32>(to, base + <u32>ctz(mask), 16);
    mask &= mask - 1;
    store<u32>(to, base + <u32>ctz(mask), 20);
    mask &= mask - 1;
    store<u32>(to, base + <u32>ctz(mask), 24);
    mask &= mask - 1;
    store<u32>(to, base + <u32>ctz(mask), 28);
    mask &= mask - 1;
    to += 32;
  }
  return end;
}
