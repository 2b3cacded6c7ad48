const polynomial: u32 = 0xedb88320;

/** Fills 16 tables at `tables`: table k has what a byte does to a sum that k more zero bytes follow. */
export function fillCrcTables(tables: usize): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? polynomial : 0);
    store<u32>(tables + ((<usize>byte) << 2), value);
  }
  for (let at: u32 = 256; at < 4096; at++) {
    const before = load<u32>(tables + ((<usize>(at - 256)) << 2));
    store<u32>(
      tables + ((<usize>at) << 2),
      (before >>> 8) ^ load<u32>(tables + ((<usize>(before & 255)) << 2)),
    );
  }
}

/** What a byte of a word does, `index` tables in. */
function look(tables: usize, index: u32, byte: u32): u32 {
  return load<u32>(tables + ((<usize>((index << 8) | byte)) << 2));
}

/** Sixteen bytes at a time. */
export function crc32Of(tables: usize, at: usize, length: u32, seed: u32): u32 {
  let crc = ~seed;
  let k: u32 = 0;
  for (; k + 16 <= length; k += 16) {
    const a = load<u32>(at + k) ^ crc;
    const b = load<u32>(at + k, 4);
    const c = load<u32>(at + k, 8);
    const d = load<u32>(at + k, 12);
    crc =
      look(tables, 15, a & 255) ^
      look(tables, 14, (a >>> 8) & 255) ^
      look(tables, 13, (a >>> 16) & 255) ^
      look(tables, 12, a >>> 24) ^
      look(tables, 11, b & 255) ^
      look(tables, 10, (b >>> 8) & 255) ^
      look(tables, 9, (b >>> 16) & 255) ^
      look(tables, 8, b >>> 24) ^
      look(tables, 7, c & 255) ^
      look(tables, 6, (c >>> 8) & 255) ^
      look(tables, 5, (c >>> 16) & 255) ^
      look(tables, 4, c >>> 24) ^
      look(tables, 3, d & 255) ^
      look(tables, 2, (d >>> 8) & 255) ^
      look(tables, 1, (d >>> 16) & 255) ^
      look(tables, 0, d >>> 24);
  }
  for (; k < length; k++) crc = (crc >>> 8) ^ look(tables, 0, (crc ^ load<u8>(at + k)) & 255);
  return ~crc;
}
