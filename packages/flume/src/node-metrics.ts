/** Numbers shown on a source. */
export const sourceMetrics = [
  { series: 'out', label: 'put' },
  { series: 'busy', label: 'busy' },
] as const;

/** Numbers shown on a channel. */
export const channelMetrics = [
  { series: 'fill', label: 'queued' },
  { series: 'capacity', label: 'capacity' },
] as const;

/** Numbers shown on a sink. */
export const sinkMetrics = [
  { series: 'in', label: 'take' },
  { series: 'busy', label: 'busy' },
] as const;
