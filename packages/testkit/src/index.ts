export type { VirtualHostOptions } from './virtual-host.ts';
export { VirtualHost } from './virtual-host.ts';
