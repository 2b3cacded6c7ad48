/**
 * Loads, masks and compares over raw memory. Loads may read up to 64 bytes behind a slice (every block of memory is
 * followed by that many); masks see to it that nobody looks at them.
 */

/** Bits 0 to `count` - 1; all bits from 64 on. Without a branch: counts surprise the processor. */
export function lowBits(count: u32): u64 {
  const missing = 64 - <i32>count;
  const shift = <u64>(missing & ~(missing >> 31));
  return (~(<u64>0) >>> (shift >>> 1)) >>> (shift - (shift >>> 1));
}

/** One bit for each of 64 bytes that equals the byte in all lanes of `wanted`. */
export function equalBits(at: usize, wanted: v128): u64 {
  const a = <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(at), wanted)));
  const b = <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(at, 16), wanted)));
  const c = <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(at, 32), wanted)));
  const d = <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(at, 48), wanted)));
  return a | (b << 16) | (c << 32) | (d << 48);
}

/** One bit for each of 16 bytes that is ASCII white space. */
function spaces(v: v128): u64 {
  const blank = i8x16.eq(v, i8x16.splat(32));
  const control = i8x16.le_u(i8x16.sub(v, i8x16.splat(9)), i8x16.splat(4));
  return <u64>(<u32>i8x16.bitmask(v128.or(blank, control)));
}

/** One bit for each of 64 bytes that is ASCII white space. */
export function spaceBits(at: usize): u64 {
  return (
    spaces(v128.load(at)) |
    (spaces(v128.load(at, 16)) << 16) |
    (spaces(v128.load(at, 32)) << 32) |
    (spaces(v128.load(at, 48)) << 48)
  );
}

/** The first eight bytes of a slice as a number, zeros where it is shorter. */
export function prefixOf(at: usize, length: u32): u64 {
  const missing = 8 - <i32>length;
  const half = (<u64>(missing & ~(missing >> 31))) << 2;
  return load<u64>(at) & ((~(<u64>0) >>> half) >>> half);
}

/** Says whether two runs of bytes are the same. */
export function isSame(a: usize, b: usize, length: u32): bool {
  let k: u32 = 0;
  for (; k + 8 <= length; k += 8) if (load<u64>(a + k) != load<u64>(b + k)) return false;
  if (k == length) return true;
  return ((load<u64>(a + k) ^ load<u64>(b + k)) & lowBits((length - k) << 3)) == 0;
}

/** Copies; may also write up to 15 bytes behind the target, which the caller has room for. */
export function copyLoosely(to: usize, from: usize, length: u32): void {
  if (length > 256) {
    memory.copy(to, from, length);
    return;
  }
  for (let k: u32 = 0; k < length; k += 16) v128.store(to + k, v128.load(from + k));
}

/** The row at a live index. */
export function rowAt(selection: usize, index: u32): u32 {
  return selection ? load<u32>(selection + ((<usize>index) << 2)) : index;
}

export function u32At(list: usize, index: u32): u32 {
  return load<u32>(list + ((<usize>index) << 2));
}

export function setU32(list: usize, index: u32, value: u32): void {
  store<u32>(list + ((<usize>index) << 2), value);
}
