import type { PortSpec } from '@sluice/component';

/** The input of every transformation and output operation that takes one DStream. */
export const dstreamIn = [
  { name: 'in', carries: 'spark.dstream', max: 1, isRequired: true },
] as const satisfies readonly PortSpec[];

/** The output of every input and transformation; a DStream may have any number of readers. */
export const dstreamOut = [{ name: 'out', carries: 'spark.dstream' }] as const satisfies readonly PortSpec[];

/** What nodes that read and produce records show while a run goes on. */
export const inOutMetrics = [
  { series: 'in', label: 'in' },
  { series: 'out', label: 'out' },
] as const;
