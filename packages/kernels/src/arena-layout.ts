/** Bytes of text an arena holds. */
export const textBytes = 256 * 1024;
/** Bytes after a text (and after everything else) that kernels may read but never look at. */
export const guardBytes = 64;
/** Bytes of an arena as a whole: text, guard, room for indices and columns, guard. */
export const arenaBytes = 1024 * 1024;
