import { UsageError, version } from '@sluice/server';
import { helpTexts, overview } from './help.ts';
import { exitCode, note, writeOut } from './print.ts';

type Command = (args: readonly string[]) => Promise<number>;

/** Each command is loaded when it is called. */
const commands: { readonly [name: string]: () => Promise<Command> } = {
  check: async () => (await import('./commands/check.ts')).check,
  import: async () => (await import('./commands/import.ts')).importFile,
  export: async () => (await import('./commands/export.ts')).exportFile,
  run: async () => (await import('./commands/run.ts')).run,
  replay: async () => (await import('./commands/replay.ts')).replay,
  catalog: async () => (await import('./commands/catalog.ts')).catalog,
  explain: async () => (await import('./commands/explain.ts')).explain,
  url: async () => (await import('./commands/url.ts')).url,
};

/** Runs the command line and returns the exit code; undefined leaves the process running (serve). */
async function main([name, ...args]: readonly string[]): Promise<number | undefined> {
  if (name === 'serve') {
    const { runServe } = await import('@sluice/server');
    await runServe(args);
    return undefined;
  }
  if (name === '--version' || name === 'version') {
    await writeOut(`${version}\n`);
    return exitCode.done;
  }
  const isHelp = name === 'help' || name === '--help' || name === '-h';
  if (name === undefined || isHelp || args.includes('--help')) {
    const topic = isHelp ? args[0] : name;
    const text = topic !== undefined && Object.hasOwn(helpTexts, topic) ? `${helpTexts[topic]}\n` : overview;
    await writeOut(text);
    return name === undefined ? exitCode.wrongUsage : exitCode.done;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) throw new UsageError(`There is no command ${JSON.stringify(name)}. \`sluice help\` lists them.`);
  return await (await load())(args);
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader went away, as in `| head`.
  if (error.code === 'EPIPE') process.exit(exitCode.done);
});

try {
  const code = await main(process.argv.slice(2));
  if (code !== undefined) process.exit(code);
} catch (error) {
  note((error as Error).message);
  process.exit(error instanceof UsageError ? exitCode.wrongUsage : exitCode.failed);
}
