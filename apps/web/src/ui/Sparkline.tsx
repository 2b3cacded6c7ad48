import { memo, type ReactElement } from 'react';

export interface SparklineProps {
  /** Oldest first. */
  readonly values: readonly number[];
  readonly width: number;
  readonly height: number;
}

/** A line without axes, from 0 to its own highest value. */
export const Sparkline = memo(function Sparkline({ values, width, height }: SparklineProps): ReactElement {
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      className="spark-line"
    >
      <path
        d={sparkPath(values, width, height)}
        fill="none"
        stroke="var(--color-water-deep)"
        strokeWidth="1.25"
      />
    </svg>
  );
});

/** The path of a sparkline; nothing to draw gives a flat line at the bottom. */
export function sparkPath(values: readonly number[], width: number, height: number): string {
  const bottom = height - 2;
  // Air above, so that a steady line does not stick to the edge.
  const highest = Math.max(0, ...values) * 1.4;
  if (values.length < 2 || highest <= 0) return values.length === 0 ? '' : `M0 ${bottom}H${width}`;
  const step = width / (values.length - 1);
  return values
    .map((value, place) => {
      const y = bottom - (value / highest) * (height - 5);
      return `${place === 0 ? 'M' : 'L'}${(place * step).toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}
