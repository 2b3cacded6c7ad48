import { createKernels, type Kernels } from '@sluice/kernels';

let kernels: Kernels | undefined;

/** Kernels shared by the tests of a file; memory that nobody holds is filled with 0xDD at once. */
export function poisonedKernels(): Kernels {
  kernels ??= createKernels({ isPoisoning: true, maximumBytes: 64 * 1024 * 1024 });
  return kernels;
}
