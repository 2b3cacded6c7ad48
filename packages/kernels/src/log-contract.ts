import type { SliceTarget } from './contract.ts';

/** Fields of the combined log format, in the order of the line. `request` is `method path protocol`. */
export const logFieldNames = [
  'host',
  'ident',
  'user',
  'time',
  'request',
  'method',
  'path',
  'protocol',
  'status',
  'bytes',
  'referer',
  'agent',
] as const;

export type LogField = (typeof logFieldNames)[number];

/**
 * Where the fields go, by row index; only those asked for are written. A malformed row has `noSlice` in all of them.
 * A line is `host ident user [time] "method path protocol" status bytes "referer" "agent"`, one space between fields; within quotes a
 * backslash escapes the next byte, status is three digits, bytes are digits or `-`. Slices are without brackets and quotes.
 */
export type LogTargets = { readonly [field in LogField]?: SliceTarget };
