import type { PortSpec } from '@sluice/component';

/** The output of every source: it puts events into channels. */
export const putsEvents: readonly PortSpec[] = [{ name: 'out', carries: 'flume.put', isRequired: true }];

/** The input of every channel. */
export const takesPuts: readonly PortSpec[] = [{ name: 'in', carries: 'flume.put', isRequired: true }];

/** The output of every channel; any number of sinks may drain it. */
export const givesEvents: readonly PortSpec[] = [{ name: 'out', carries: 'flume.take', isRequired: true }];

/** The input of every sink: Flume lets it drain exactly one channel. */
export const takesEvents: readonly PortSpec[] = [
  { name: 'in', carries: 'flume.take', max: 1, isRequired: true },
];

/** A sink that leaves files in a directory another component may read. */
export const leavesFiles: readonly PortSpec[] = [{ name: 'files', carries: 'link.directory' }];

/** A source that picks up the files another component leaves in a directory. */
export const picksUpFiles: readonly PortSpec[] = [{ name: 'files', carries: 'link.directory', max: 1 }];
