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
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exit(error instanceof UsageError ? 2 : 3);
  }
}

function sentenceOf(error: unknown): string {
  const { message, help } = error as Error & { help?: string };
  return help === undefined ? message : `${message} Next step: ${help}`;
}
