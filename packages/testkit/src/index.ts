export type { ConformanceOptions } from './conformance.ts';
export { conformanceProblems } from './conformance.ts';
export type { CountedKernels } from './counted-kernels.ts';
export { countedKernels } from './counted-kernels.ts';
export type { Engine } from './maven.ts';
export { findEngine, root } from './maven.ts';
export { poisonedKernels } from './poisoned-kernels.ts';
export type { VirtualHostOptions } from './virtual-host.ts';
export { VirtualHost } from './virtual-host.ts';
