import { parseServeOptions, serveHelp, UsageError } from './options.ts';

/**
 * Runs `sluice serve` with its flags until it is told to stop. Resolves when it listens. Wrong flags print one
 * sentence and exit with 2, a server that cannot start with 3.
 */
export async function runServe(args: readonly string[]): Promise<void> {
  try {
    const options = parseServeOptions(args, process.env, process.cwd());
    if (options === 'help') {
      process.stdout.write(serveHelp);
      return;
    }
    const { serve } = await import('./serve.ts');
    await serve(options);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(error instanceof UsageError ? 2 : 3);
  }
}
