/** Longest row that steps are matched against, in bytes. */
export const longestMatched = 65_536;

/** A run of bytes, as many as there are, and bytes after it. */
export interface MatchStep {
  /** 1 for each byte below 0x80 that belongs to the run. */
  readonly ascii: Uint8Array;
  /** Bytes from 0x80 on belong to it, or do not. */
  readonly takesOthers: boolean;
  readonly min: number;
  readonly max: number;
  /** Bytes that come after the run. */
  readonly then: readonly number[];
  /** Which of the lists get the position before the run, and behind it. */
  readonly before?: number | undefined;
  readonly after?: number | undefined;
}

/** Steps that follow each other; nothing is tried twice. */
export interface MatchPlan {
  readonly steps: readonly MatchStep[];
  /** The steps may begin at any place where this byte is, not at the start of the row only. */
  readonly seek: number | undefined;
  /** Only a match up to the end of the row counts. */
  readonly reachesEnd: boolean;
  /** A row the steps do not match has no match (all places of `seek` are tried). Otherwise it is unsure. */
  readonly isCertain: boolean;
}

export interface MatchResult {
  readonly matched: number;
  /** How many rows nothing is known of; rows beyond `longestMatched` are always unsure. */
  readonly unsure: number;
}
