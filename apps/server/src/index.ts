export type { ServeOptions } from './options.ts';
export { parseServeOptions, serveHelp, UsageError } from './options.ts';
export { runServe } from './run-serve.ts';
