import { defineComponent } from '@sluice/component';
import { dstreamOut, inOutMetrics } from '../../../semantics/ports.ts';

export const spec = defineComponent({
  id: 'spark.transformation.union',
  title: 'union',
  summary: 'Joins several streams of one type into one stream.',
  docs: [
    'The batch of the union holds the records of all its parents at that time, parent after parent. All parents must have the same type and the same slide duration.',
  ],
  icon: 'merge',
  exportType: 'union',
  inputs: [{ name: 'in', carries: 'spark.dstream', isRequired: true }],
  outputs: dstreamOut,
  config: {},
  nodeMetrics: inOutMetrics,
});
