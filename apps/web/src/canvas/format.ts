/** Numbers as the canvas and the panels show them: thin, with units, never wider than their slot. */

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A count: `812`, `1,000`, from a million `1.24M`. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const size = Math.abs(value);
  if (size >= 1e9) return `${(value / 1e9).toFixed(2)}G`;
  if (size >= 1e7) return `${(value / 1e6).toFixed(1)}M`;
  return whole.format(value);
}

/** A rate without its unit: `0`, `1.2`, `1,240`, from 10,000 `33.1k`. */
export function formatRate(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const size = Math.abs(value);
  if (size >= 9_999_500) return `${(value / 1e6).toFixed(1)}M`;
  if (size >= 9_999.5) return `${(value / 1e3).toFixed(1)}k`;
  if (size >= 9.95 || size === 0) return whole.format(value);
  return value.toFixed(1);
}

/** A fraction in per cent: `97 %`. */
export function formatPercent(fraction: number): string {
  return `${Math.round(fraction * 100)} %`;
}

/** Milliseconds in the unit that reads best: `0.071 ms`, `38.2 ms`, `1.24 s`. */
export function formatMillis(ms: number): string {
  if (!Number.isFinite(ms)) return '-';
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  if (ms >= 10) return `${ms.toFixed(1)} ms`;
  if (ms === 0) return '0 ms';
  if (ms < 0.0005) return '<0.001 ms';
  return `${ms.toFixed(ms < 1 ? 3 : 2)} ms`;
}

/** A gauge by its unit. */
export function formatGauge(value: number, unit: string): string {
  if (unit === 'ms') return formatMillis(value);
  if (unit === '%') return `${Math.round(value)} %`;
  if (unit === 'fraction' || unit === 'ratio') return value.toFixed(2);
  if (!Number.isInteger(value) && Math.abs(value) < 100) return value.toFixed(2);
  return formatCount(value);
}
