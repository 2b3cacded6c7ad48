import type { RecordName } from './records.ts';

/** Expression, type of the result, value for a record. */
export type Case = readonly [
  text: string,
  type: string,
  value: unknown,
  more?: {
    readonly record?: RecordName;
    /** The printer for Spark SQL must refuse it. */
    readonly spark?: 'refused';
  },
];

export const odd = { record: 'odd' } as const;
export const empty = { record: 'empty' } as const;
export const refused = { spark: 'refused' } as const;
export const oddRefused = { record: 'odd', spark: 'refused' } as const;
