/** Level of detail by zoom: 0 all, 1 without small text, 2 outline and tile, 3 filled blocks. */
export function lodOf(zoom: number): 0 | 1 | 2 | 3 {
  if (zoom < 0.15) return 3;
  if (zoom < 0.35) return 2;
  return zoom < 0.6 ? 1 : 0;
}
