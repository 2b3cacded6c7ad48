/** Bytes from common to rare in logs, prose and JSON; what is not listed is rarer still. */
const common = ' etaoinsrhldcumfpgywb0123456789"/.:,-_v\'TSAMCIk[]{}=\nEBPNRDHLFGWxjqz';
const rank = new Uint8Array(256).fill(255);
for (let i = 0; i < common.length; i++) rank[common.charCodeAt(i)] = i;

/** Offsets of the two rarest bytes of a pattern of at least one byte, ascending; both 0 when it has just one. */
export function rarePair(pattern: Uint8Array): readonly [number, number] {
  let best = 0;
  let second = -1;
  for (let i = 1; i < pattern.length; i++) {
    const own = rank[pattern[i] as number] as number;
    if (own > (rank[pattern[best] as number] as number)) {
      second = best;
      best = i;
    } else if (second < 0 || own > (rank[pattern[second] as number] as number)) second = i;
  }
  if (second < 0) second = best;
  return best < second ? [best, second] : [second, best];
}
